using ImageCloneOperator.Core.Backups;
using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Core.Tests.Backups;

public sealed class RestorabilityTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);
    private static readonly Platform Amd64 = Platform.Parse("linux/amd64");
    private static readonly Platform Arm64 = Platform.Parse("linux/arm64");

    private readonly CopyEvidence _good = new("docker.io/library/nginx:1.27")
    {
        Offered = [Amd64, Arm64],
        LastVerified = Now - TimeSpan.FromHours(30),
    };

    [Fact]
    public void Copies_that_are_whole_and_serve_the_nodes_are_restorable()
    {
        Assert.Equal(
            (RestorableState.CopiesVerified, "2 of 2 images could be restored: their copies are whole, and serve the cluster's nodes"),
            Judge(_good, _good));
    }

    [Fact]
    public void No_image_in_use_says_nothing() => Assert.Null(Restorability.Of([], [Amd64], TimeSpan.FromHours(24), Now));

    [Fact]
    public void Nodes_that_are_not_known_are_said_and_fail_nothing()
    {
        var found = Restorability.Of([_good with { Offered = [Arm64] }], nodes: null, TimeSpan.FromHours(24), Now)!;

        Assert.Equal(RestorableState.CopiesVerified, found.State);
        Assert.EndsWith("; the platforms of the cluster's nodes could not be read", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Worst_comes_first_and_three_are_named()
    {
        var missing = _good with { Image = "a", WhyMissing = "it has no complete copy (SourceNotFound)" };
        var noArm = _good with { Image = "b", Offered = [Amd64] };
        var late = _good with { Image = "c", LastVerified = Now - TimeSpan.FromHours(50) };

        Assert.Equal(
            (RestorableState.CopiesMissing,
                "4 of 5 images could not be restored: a: it has no complete copy (SourceNotFound); "
                    + "b: its copy has no linux/arm64, only linux/amd64; "
                    + "c: its copy was last found whole at 2026-11-27 10:00:00Z; and 1 more"),
            Judge(late with { Image = "d" }, noArm, _good, late, missing));
        Assert.Equal(RestorableState.PlatformsMissing, Judge(late, noArm, _good).State);
    }

    [Theory]
    [InlineData(48, false, RestorableState.CopiesVerified)]
    [InlineData(49, false, RestorableState.CopiesVerified)]
    [InlineData(50, false, RestorableState.CopiesUnverified)]
    [InlineData(1, true, RestorableState.CopiesUnverified)]
    public void Copy_that_could_not_be_looked_at_for_long_is_unverified(int hours, bool isHidden, RestorableState state) =>
        Assert.Equal(state, Judge(_good with { IsHidden = isHidden, LastVerified = Now - TimeSpan.FromHours(hours) }).State);

    [Fact]
    public void Copy_that_was_never_looked_at_is_unverified() => Assert.Equal(
        (RestorableState.CopiesUnverified, "1 of 1 images could not be verified: x: its copy has not been looked at yet"),
        Judge(_good with { Image = "x", LastVerified = null }));

    [Fact]
    public void Platform_that_the_image_itself_does_not_serve_is_no_fault_of_the_copy()
    {
        Assert.Equal(RestorableState.CopiesVerified, Judge(_good with { Offered = [Amd64], IsWhole = true }).State);
        Assert.Equal(
            RestorableState.PlatformsMissing, Judge(_good with { Offered = [Platform.Parse("linux/s390x")], IsWhole = true }).State);
    }

    private static (RestorableState State, string Message) Judge(params CopyEvidence[] copies) =>
        Restorability.Of(copies, [Amd64, Arm64], TimeSpan.FromHours(24), Now) is var (state, message) ? (state, message) : default;
}
