using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Retention;

namespace ImageCloneOperator.Core.Tests.Retention;

public sealed class PreviousDigestsTests
{
    private static readonly Digest Replaced = Digest.Of("replaced"u8);

    [Fact]
    public void Replaced_digest_comes_first_and_once()
    {
        Assert.Equal([$"{Replaced}"], PreviousDigests.After(null, Replaced, keepPrevious: 1));
        Assert.Equal([$"{Replaced}", "sha256:a"], PreviousDigests.After(["sha256:a"], Replaced, keepPrevious: 1));
        Assert.Equal([$"{Replaced}", "sha256:a"], PreviousDigests.After(["sha256:a", $"{Replaced}"], Replaced, keepPrevious: 1));
    }

    [Fact]
    public void Earlier_digests_stay_in_the_list_when_nothing_is_replaced_or_kept()
    {
        Assert.Equal(["sha256:a"], PreviousDigests.After(["sha256:a"], replaced: null, keepPrevious: 1));
        Assert.Equal(["sha256:a"], PreviousDigests.After(["sha256:a"], Replaced, keepPrevious: 0));
        Assert.Null(PreviousDigests.After(null, Replaced, keepPrevious: 0));
        Assert.Null(PreviousDigests.After([], replaced: null, keepPrevious: 3));
    }

    [Fact]
    public void List_has_at_most_a_hundred_digests()
    {
        var full = Enumerable.Range(0, 100).Select(i => $"sha256:{i}").ToList();

        Assert.Equal([$"{Replaced}", .. full.Take(99)], PreviousDigests.After(full, Replaced, keepPrevious: 1));
    }

    [Fact]
    public void Digest_that_pods_run_comes_last_once_and_is_the_first_to_be_left_out()
    {
        var full = Enumerable.Range(0, 100).Select(i => $"sha256:{i}").ToList();

        Assert.Equal(["sha256:a", "sha256:b"], PreviousDigests.With(["sha256:a"], ["sha256:b", "sha256:a"]));
        Assert.Equal(["sha256:b"], PreviousDigests.With(null, ["sha256:b"]));
        Assert.Null(PreviousDigests.With(null, []));
        Assert.Equal(full, PreviousDigests.With(full, ["sha256:b"]));
    }
}
