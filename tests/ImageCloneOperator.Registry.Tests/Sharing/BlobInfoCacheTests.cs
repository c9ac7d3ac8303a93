using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Copying.Blobs;

namespace ImageCloneOperator.Registry.Tests.Sharing;

public sealed class BlobInfoCacheTests
{
    [Fact]
    public void Used_entries_are_kept_and_the_rest_makes_room()
    {
        var locations = new BlobInfoCache(capacity: 3);
        for (var i = 0; i < 3; i++) locations.Add("host", "repo", At(i));
        Assert.True(locations.Has("host", "repo", At(0)));

        locations.Add("host", "repo", At(3));

        Assert.True(locations.Has("host", "repo", At(0)));
        Assert.False(locations.Has("host", "repo", At(1)));
    }

    [Fact]
    public void Repositories_are_known_per_host_and_forgotten_alone()
    {
        var locations = new BlobInfoCache();
        foreach (var repository in new[] { "a", "b", "c" }) locations.Add("host", repository, At(1));
        locations.Forget("host", "b");

        Assert.Equal(["c"], locations.Find("host", "a", At(1)));
        Assert.Empty(locations.Find("other", "a", At(1)));
    }

    private static Digest At(int i) => Digest.Of(BitConverter.GetBytes(i));
}
