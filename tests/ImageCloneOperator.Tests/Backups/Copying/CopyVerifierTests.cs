using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Core.Rules;
using ImageCloneOperator.Kubernetes.Conditions;

namespace ImageCloneOperator.Tests.Backups.Copying;

public sealed class CopyVerifierTests(LiveCluster cluster) : IClassFixture<LiveCluster>
{
    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task Copy_in_a_target_that_may_only_be_written_stays_Ready_and_says_that_it_is_not_verified(int status)
    {
        await using var scene = await JobScene.StartAsync(cluster);
        await scene.RunAsync();
        var before = Ready((await scene.ReadAsync()).Status);
        scene.HideTarget(status);

        Assert.False(await scene.CheckAsync());
        Assert.False(await scene.CheckAsync());

        var checkedStatus = (await scene.ReadAsync()).Status;
        Assert.Equal(("True", before.Reason), (Ready(checkedStatus).Status, Ready(checkedStatus).Reason));
        Assert.Equal($"{before.Message}; it is not verified, since the target does not let its account read it", Ready(checkedStatus).Message);
        Assert.Null(checkedStatus.Attempts);
        Assert.True(checkedStatus.NextCheckTime > scene.Time.GetUtcNow() + TimeSpan.FromHours(12));

        scene.ShowTarget();
        Assert.False(await scene.CheckAsync());

        Assert.Equal(before.Message, Ready((await scene.ReadAsync()).Status).Message);
    }

    [Fact]
    public async Task Tag_that_has_moved_is_copied_again_to_a_target_that_may_only_be_written()
    {
        await using var scene = await JobScene.StartAsync(cluster, RecopyMode.Always);
        await scene.RunAsync();
        scene.HideTarget(403);
        Assert.False(await scene.CheckAsync(compare: true));

        await scene.PushAsync("newer");

        Assert.True(await scene.CheckAsync(compare: true));
        await scene.RunAsync();
        var ready = Ready((await scene.ReadAsync()).Status);
        Assert.Equal(("True", ConditionReasons.Copied), (ready.Status, ready.Reason));
    }

    private static Condition Ready(ImageBackupStatus status) =>
        status.Conditions!.Single(condition => condition.Type == ConditionTypes.Ready);
}
