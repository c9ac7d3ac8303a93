using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Testing.Registry.Faults;

namespace ImageCloneOperator.Tests.Backups.SourceProbes;

public sealed class SourceProberTests(LiveCluster cluster) : IClassFixture<LiveCluster>
{
    private const string Metric = "imageclone.source.checks";

    [Fact]
    public async Task A_healthy_source_is_asked_by_one_HEAD_and_its_backup_is_looked_at()
    {
        await using var scene = await SourceScene.StartAsync();
        var context = scene.Context();

        var finding = await scene.CheckAsync(context);

        Assert.NotNull(finding);
        Assert.Null(finding.Failure);
        Assert.Equal("HEAD", Assert.Single(scene.Source.Requests.All).Method);
        Assert.Empty(scene.Target.Requests.All);
        Assert.Contains(context.Backup.Metadata.Name!, scene.Woken);
        Assert.Equal(1, scene.Meters.Sum(Metric, "Answered"));
    }

    [Theory]
    [InlineData(404, "NotFound")]
    [InlineData(401, "Unauthorized")]
    [InlineData(403, "Denied")]
    [InlineData(429, "RateLimited")]
    [InlineData(500, "Unreachable")]
    [InlineData(503, "Unreachable")]
    public async Task Probe_fails_on_answer_that_keeps_a_node_from_pulling(int status, string result)
    {
        await using var scene = await SourceScene.StartAsync();
        scene.Source.Faults.Add(new Fault { Effect = FaultEffect.Answer(status), Times = int.MaxValue });

        var finding = await scene.CheckAsync(scene.Context());

        Assert.NotNull(finding?.Failure);
        Assert.Equal(1, scene.Meters.Sum(Metric, result));
    }

    [Theory]
    [InlineData(404)]
    [InlineData(503)]
    public async Task While_the_copy_cannot_be_had_either_a_failure_does_not_count(int status)
    {
        await using var scene = await SourceScene.StartAsync();
        var context = scene.Context($"127.0.0.1:{Ports.Free()}/a:1");
        scene.Target.Faults.Add(new Fault { Effect = FaultEffect.Answer(status), Times = int.MaxValue });

        Assert.Null(await scene.CheckAsync(context));
        Assert.Equal(1, scene.Meters.Sum(Metric, "CopyOutOfReach"));

        scene.Target.Faults.Clear();
        Assert.NotNull((await scene.CheckAsync(context))?.Failure);
    }

    [Fact]
    public async Task A_failure_is_not_retried_within_a_check()
    {
        await using var scene = await SourceScene.StartAsync();
        scene.Source.Faults.Add(new Fault { Method = "HEAD", Effect = new FaultEffect { Drop = true } });

        Assert.NotNull((await scene.CheckAsync(scene.Context()))?.Failure);

        Assert.Single(scene.Source.Requests.All);
    }

    [Fact]
    public async Task A_tag_that_was_deleted_is_a_failure()
    {
        await using var scene = await SourceScene.StartAsync();

        var finding = await scene.CheckAsync(scene.Context($"{scene.Source.Host}/team/app:gone"));

        Assert.Equal("the registry has no such manifest", finding?.Failure);
    }

    [Fact]
    public async Task A_host_that_accepts_and_says_nothing_is_given_up()
    {
        await using var scene = await SourceScene.StartAsync();
        using var mute = SilentHost.Start();
        var context = scene.Context($"{mute.Host}/a:1");
        scene.LetAllBeDue(context);
        var idle = scene.Time.ArmedTimers;
        Assert.Null(scene.Checker.Next(context));

        using var connection = await mute.AcceptAsync();
        await Eventually.True(() => scene.Time.ArmedTimers > idle);
        scene.Time.Advance(TimeSpan.FromSeconds(30));

        await Eventually.True(() => scene.FindingOf(context)?.Failure == "the host did not answer in time");
    }

    [Fact]
    public async Task Many_images_of_a_host_that_says_nothing_all_fail_though_few_had_a_turn_to_ask()
    {
        await using var scene = await SourceScene.StartAsync(requestsPerHost: 1);
        using var mute = SilentHost.Start();
        var contexts = Enumerable.Range(0, 8).Select(i => scene.Context($"{mute.Host}/image-{i}:1")).ToArray();
        scene.LetAllBeDue(contexts);

        foreach (var context in contexts) Assert.Null(scene.Checker.Next(context));
        await Eventually.True(() =>
        {
            scene.Time.Advance(TimeSpan.FromSeconds(1));
            return contexts.All(context => scene.FindingOf(context)?.Failure is not null);
        });

        Assert.InRange(scene.Meters.Sum(Metric, "HostSilent"), 1, 7);
    }

    [Fact]
    public async Task A_host_that_cannot_be_reached_is_asked_once_for_all_its_images_and_again_at_the_next_check()
    {
        await using var scene = await SourceScene.StartAsync();
        var dead = $"127.0.0.1:{Ports.Free()}";
        var contexts = new[] { scene.Context($"{dead}/a:1"), scene.Context($"{dead}/b:1"), scene.Context($"{dead}/c:1") };
        scene.LetAllBeDue(contexts);

        foreach (var context in contexts)
            Assert.Contains("connection failed", (await scene.CheckAsync(context))?.Failure, StringComparison.Ordinal);
        Assert.Equal((1, 2), (scene.Meters.Sum(Metric, "Unreachable"), scene.Meters.Sum(Metric, "HostSilent")));

        await scene.CheckAsync(contexts[0]);
        Assert.Equal(2, scene.Meters.Sum(Metric, "Unreachable"));
    }

    [Fact]
    public async Task The_source_itself_is_asked_and_not_its_mirror()
    {
        await using var scene = await SourceScene.StartAsync();
        var dead = $"127.0.0.1:{Ports.Free()}";
        var context = scene.Context(
            $"{dead}/team/app:v1", spec => spec.Sources.Registries = [new SourceRegistry { Host = dead, Mirror = scene.Source.Host }]);

        Assert.NotNull((await scene.CheckAsync(context))?.Failure);

        Assert.Empty(scene.Source.Requests.All);
    }

    [Fact]
    public async Task A_secret_of_ours_that_is_missing_says_nothing_about_the_source()
    {
        await using var scene = await SourceScene.StartAsync(secrets: cluster.Client);
        var context = scene.Context(change: spec => spec.Sources.SecretRefs = [new SourceSecretReference { Name = "missing" }]);

        Assert.Null(await scene.CheckAsync(context));

        Assert.Empty(scene.Source.Requests.All);
        Assert.Equal(1, scene.Meters.Sum(Metric, "NotAsked"));
        Assert.True(scene.Checker.Next(context) >= TimeSpan.FromMinutes(1));
    }
}
