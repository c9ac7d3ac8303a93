using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;

namespace ImageCloneOperator.Tests.Backups.Copying;

/// <summary>What is written of a copy while it goes on, and after.</summary>
public sealed class CopyAttemptTests(LiveCluster cluster) : IClassFixture<LiveCluster>
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(250);

    [Fact]
    public async Task A_copy_that_is_over_at_once_is_told_of_in_one_write()
    {
        await using var scene = await JobScene.StartAsync(cluster);

        await scene.RunAsync();

        var status = (await scene.ReadAsync()).Status;
        Assert.Equal((1, ConditionReasons.Copied, "100%"), (scene.Writes, ReasonOf(status), status.Progress?.Percent));
        Assert.Equal(scene.Time.GetUtcNow(), status.StartTime);
    }

    [Fact]
    public async Task A_copy_that_takes_longer_says_so_soon()
    {
        await using var scene = await JobScene.StartAsync(cluster);
        scene.Hold();
        var begun = scene.Time.GetUtcNow();
        var run = scene.RunAsync();

        await TellAsync(scene);

        var status = (await scene.ReadAsync()).Status;
        Assert.Equal((1, ConditionReasons.Copying, begun), (scene.Writes, ReasonOf(status), status.StartTime));
        scene.Release();
        await run;
        status = (await scene.ReadAsync()).Status;
        Assert.Equal((2, ConditionReasons.Copied, begun), (scene.Writes, ReasonOf(status), status.StartTime));
    }

    [Fact]
    public async Task A_copy_that_may_lack_signatures_is_Ready_and_says_so()
    {
        await using var scene = await JobScene.StartAsync(cluster);
        scene.RefuseReferrers();

        await scene.RunAsync();

        var ready = (await scene.ReadAsync()).Status.Conditions!.Single(condition => condition.Type == ConditionTypes.Ready);
        Assert.Equal("True", ready.Status);
        Assert.Contains("signatures may be missing", ready.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unexpected_error_is_told_with_attempts_and_backoff_and_without_its_words()
    {
        await using var scene = await JobScene.StartAsync(cluster);
        scene.Unexpected = new InsufficientMemoryException("Bearer hush");

        await scene.RunAsync();
        await scene.RunAsync();

        var status = (await scene.ReadAsync()).Status;
        Assert.Equal((ConditionReasons.RetryingAfterError, 2), (ReasonOf(status), status.Attempts));
        Assert.True(status.NextCheckTime > scene.Time.GetUtcNow());
        var message = status.Conditions!.Single(condition => condition.Type == ConditionTypes.Ready).Message;
        Assert.Contains(nameof(InsufficientMemoryException), message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", message, StringComparison.Ordinal);
        Assert.Single(scene.Events);
    }

    [Fact]
    public async Task A_retry_that_fails_as_before_takes_back_that_it_copies()
    {
        await using var scene = await JobScene.StartAsync(cluster);
        scene.Refuse(404);
        await scene.RunAsync();
        var first = (await scene.ReadAsync()).Status;
        scene.Unfault();
        scene.Hold(refusal: 404);
        var retry = scene.RunAsync();
        await TellAsync(scene);

        scene.Release();
        await retry;

        var second = (await scene.ReadAsync()).Status;
        Assert.Equal((ReasonOf(first), 2), (ReasonOf(second), second.Attempts));
        Assert.Single(scene.Events);
    }

    private static async Task TellAsync(JobScene scene)
    {
        await Eventually.True(() => scene.Time.ArmedTimers > 0 && scene.IsHeld);
        scene.Time.Advance(Moment);
        await Eventually.True(async () => ReasonOf((await scene.ReadAsync()).Status) == ConditionReasons.Copying);
    }

    private static string? ReasonOf(ImageBackupStatus status) =>
        status.Conditions?.Find(condition => condition.Type == ConditionTypes.Ready)?.Reason;
}
