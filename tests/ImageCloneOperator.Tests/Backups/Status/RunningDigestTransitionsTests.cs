using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Core.Images;
using k8s.Models;

namespace ImageCloneOperator.Tests.Backups.Status;

public sealed class RunningDigestTransitionsTests
{
    private static readonly Digest Copy = Digest.Of("copy"u8);
    private static readonly Digest Source = Digest.Of("source"u8);
    private static readonly Digest Other = Digest.Of("other"u8);

    [Fact]
    public void Copy_and_what_it_was_made_of_are_known_and_all_else_is_not()
    {
        var status = Backup().Status;

        Assert.Equal([Other], status.Unknown([Copy, Source, Other]));
        Assert.Empty((status with { RunningDigests = [Found(Other, RunningDigestPlace.InCopy)] }).Unknown([Other]));
        // What the target had before has nothing to do with the source.
        Assert.Equal([Source], (status with { Target = status.Target! with { Found = true } }).Unknown([Copy, Source]));
    }

    [Theory]
    [InlineData(RunningDigestPlace.InCopy, null)]
    [InlineData(RunningDigestPlace.Copied, ConditionReasons.RunningCopied)]
    [InlineData(RunningDigestPlace.Gone, ConditionReasons.RunningGone)]
    public void Condition_says_what_differs_and_where_it_is(RunningDigestPlace place, string? reason)
    {
        var backup = Backup();

        var status = backup.Status.WithRunning(backup, [Copy, Other], [Found(Other, place)], DateTimeOffset.UnixEpoch);

        Assert.Equal(reason, status.Conditions.Find(ConditionTypes.RunningDiffers)?.Reason);
        Assert.Equal(Other.ToString(), Assert.Single(status.RunningDigests!).Digest);
        if (reason is not null)
            Assert.Contains(Other.ToString(), status.Conditions.Find(ConditionTypes.RunningDiffers)!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Digest_that_no_pod_runs_any_more_is_forgotten_with_its_condition()
    {
        var backup = Backup();
        var before = backup.Status.WithRunning(backup, [Other], [Found(Other, RunningDigestPlace.Gone)], DateTimeOffset.UnixEpoch);

        var status = before.WithRunning(backup, [], [], DateTimeOffset.UnixEpoch);

        Assert.Null(status.RunningDigests);
        Assert.Null(status.Conditions.Find(ConditionTypes.RunningDiffers));
    }

    private static RunningDigest Found(Digest digest, RunningDigestPlace place) => new() { Digest = digest.ToString(), Place = place };

    private static ImageBackup Backup() => new()
    {
        Metadata = new V1ObjectMeta { Name = "policy.nginx", Generation = 1 },
        Status = new ImageBackupStatus
        {
            Source = new SourceState { Digest = Source.ToString() },
            Target = new TargetState { Digest = Copy.ToString() },
        },
    };
}
