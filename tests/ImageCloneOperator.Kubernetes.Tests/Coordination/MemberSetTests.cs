using ImageCloneOperator.Kubernetes.Coordination;

namespace ImageCloneOperator.Kubernetes.Tests.Coordination;

public sealed class MemberSetTests
{
    private static readonly string[] Keys = [.. Enumerable.Range(0, 400).Select(i => $"policy.docker-io-library-app{i}-1-0-{i:x8}")];

    [Fact]
    public void Keys_are_spread_evenly()
    {
        var shares = Keys.CountBy(key => new MemberSet(["operator-a", "operator-b", "operator-c"]).OwnerOf(key)!).ToDictionary();

        Assert.Equal(3, shares.Count);
        Assert.All(shares.Values, share => Assert.InRange(share, 100, 167));
    }

    [Fact]
    public void Member_that_comes_takes_keys_and_moves_no_others()
    {
        var (before, after) = (new MemberSet(["a", "b"]), new MemberSet(["b", "c", "a"]));

        Assert.All(
            Keys.Where(key => before.OwnerOf(key) != after.OwnerOf(key)), key => Assert.Equal("c", after.OwnerOf(key)));
    }

    [Fact]
    public void Member_that_goes_hands_over_its_own_keys_and_no_others()
    {
        var (before, after) = (new MemberSet(["a", "b", "c"]), new MemberSet(["a", "c"]));

        Assert.All(
            Keys.Where(key => before.OwnerOf(key) != after.OwnerOf(key)), key => Assert.Equal("b", before.OwnerOf(key)));
    }

    /// <summary>During a rolling update replicas of two versions must agree.</summary>
    [Fact]
    public void Owners_are_the_same_in_every_version()
    {
        var members = new MemberSet(["operator-6d4c-x2x7q-0a1b2c3d", "operator-6d4c-z9k2m-4e5f6a7b"]);

        Assert.Equal(
            ["operator-6d4c-x2x7q-0a1b2c3d", "operator-6d4c-z9k2m-4e5f6a7b"],
            new[] { Keys[0], Keys[1] }.Select(members.OwnerOf));
    }

    [Fact]
    public void Nobody_owns_a_key_where_there_are_no_members() => Assert.Null(MemberSet.Empty.OwnerOf("a"));
}
