using ImageCloneOperator.EndToEnd.Tests.Support;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Faults;
using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.EndToEnd.Tests.Backups;

/// <summary>What goes wrong is told by a reason for programs and a way out for people, by the rules of kstatus.</summary>
public sealed class ReasonTests : SceneTests
{
    [Fact]
    public async Task A_source_that_asks_to_wait_is_waited_for()
    {
        await using var source = await SourceAsync();
        source.Faults.Add(new Fault { Kind = RequestKind.Manifest, Times = int.MaxValue, Effect = FaultEffect.TooManyRequests("3600") });

        var backup = await FailsAsync(Scene.Between(source: source.Host), "RateLimited");

        Assert.True(Scene.Is(backup, "Reconciling"));
        Assert.True((DateTimeOffset)backup["status"]!["nextCheckTime"]! > (DateTimeOffset)backup["status"]!["lastCheckTime"]!
            + TimeSpan.FromMinutes(59));
    }

    [Fact]
    public async Task Content_that_is_not_what_its_digest_promises_is_no_backup()
    {
        await using var source = await SourceAsync();
        source.Faults.Add(
            new Fault { Method = "GET", Kind = RequestKind.Blob, Times = int.MaxValue, Effect = new FaultEffect { FlipBitAt = 7 } });

        var backup = await FailsAsync(Scene.Between(source: source.Host), "DigestMismatch");

        Assert.Null(await World.DigestAsync(World.Target, Scene.Between(source: source.Host).CopyOf(Scene.Name), "1.0"));
        Assert.True(Scene.Is(backup, "Reconciling"));
    }

    [Fact]
    public async Task A_source_that_is_broken_is_tried_again_until_it_answers()
    {
        await using var source = await SourceAsync();
        source.Faults.Add(new Fault { Kind = RequestKind.Manifest, Times = int.MaxValue, Effect = FaultEffect.Answer(503) });
        var scene = Scene.Between(source: source.Host);
        Assert.True(Scene.Is(await FailsAsync(scene, "RetryingAfterError"), "Reconciling"));

        source.Faults.Clear();

        await scene.BackupBecomesAsync(scene.Image(Scene.Name, "1.0"), "Copied");
    }

    [Fact]
    public async Task A_target_that_refuses_the_push_is_denied()
    {
        await using var target = await RegistryServer.StartAsync(new RegistryOptions
        {
            Auth = RegistryAuth.Token,
            Accounts = [new RegistryAccount("reader", "only") { Push = [] }],
            TokenServer = new TokenServerOptions(),
            Quirks = new RegistryQuirks { ForbidsInsufficientScope = true },
        });
        await World.Kubectl.RunAsync(
            "create", "secret", "docker-registry", "reader", "-n", Scene.Name, $"--docker-server={target.Host}", "--docker-username=reader",
            "--docker-password=only");

        var backup = await FailsAsync(
            Scene.Between(target: target.Host), "TargetDenied", target: $"secretRef: {{name: reader, namespace: {Scene.Name}}}");

        Assert.True(Scene.Is(backup, "Stalled"));
        await Scene.PolicyBecomesAsync("InvalidCredentials");
        await Scene.ReleasedAsync("deployment", "web");
    }

    [Fact]
    public async Task A_target_whose_tags_do_not_move_says_so_and_keeps_what_it_has()
    {
        await using var target = await RegistryServer.StartAsync(
            new RegistryOptions { Quirks = new RegistryQuirks { ImmutableTags = 409 } });
        var scene = Scene.Between(target: target.Host);
        await new SampleRepository(target.Samples, scene.CopyOf(Scene.Name)).ImageAsync(
            new SampleImage(new SampleLayer("before", 20_000)), "1.0");

        var backup = await FailsAsync(scene, "TagImmutable", "tagRules: [{tags: ['*'], recopy: Always}]");

        Assert.True(Scene.Is(backup, "Stalled"));
        Assert.Contains("overwritten", Scene.Message(backup), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_that_is_away_is_told_and_found_again_when_it_is_back()
    {
        await using var target = await DockerRegistry.StartAsync();
        await target.StopAsync();
        var scene = Scene.Between(target: target.Host);
        await FailsAsync(scene, "TargetUnreachable");
        await Scene.PolicyBecomesAsync("TargetUnreachable");

        await target.StartAsync();

        await scene.BackupBecomesAsync(scene.Image(Scene.Name, "1.0"), "Copied");
        await Scene.PolicyBecomesAsync("AllImagesBackedUp");
    }

    [Fact]
    public async Task A_bad_reference_is_told_on_the_workload_and_hinders_no_other_image()
    {
        await World.PushAsync(Scene.Name, "1.0");
        await Scene.ApplyPolicyAsync();
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", "Not/A/Reference::1", Scene.Image(Scene.Name, "1.0")));

        Assert.Contains("Not/A/Reference::1", await Scene.EventAsync("BadImageReference", "web"), StringComparison.Ordinal);
        await Scene.BackupBecomesAsync(Scene.Image(Scene.Name, "1.0"), "Copied");
        await Scene.ReleasedAsync("deployment", "web");
    }

    [Fact]
    public async Task Policy_whose_images_only_their_owners_can_help_is_ready_and_says_so()
    {
        await Scene.ApplyPolicyAsync();
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", Scene.Image(Scene.Name, "missing")));

        var policy = await Scene.PolicyBecomesAsync("ImagesFailed");

        Assert.True(Scene.Is(policy, "Ready"));
        Assert.True(Scene.Is(policy, "ImagesFailing"));
    }

    [Fact]
    public async Task Reference_of_20_000_characters_is_shortened_and_the_reason_kept()
    {
        await Scene.ApplyPolicyAsync();
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", $"example.com/{new string('a', 20_000)}:1"));

        var told = await Scene.EventAsync("BadImageReference", "web");

        Assert.True(told.Length < 1000, told);
        Assert.Contains("20014 characters", told, StringComparison.Ordinal);
        Assert.Contains("are allowed", told, StringComparison.Ordinal);
    }

    private async Task<RegistryServer> SourceAsync()
    {
        var source = await RegistryServer.StartAsync(new RegistryOptions());
        await new SampleRepository(source.Samples, Scene.Name).ImageAsync(new SampleImage(new SampleLayer(Scene.Name, 20_000)), "1.0");
        return source;
    }

    private async Task<System.Text.Json.Nodes.JsonNode> FailsAsync(
        Scene scene, string reason, string more = "retention: {}", string target = "layout: Nested")
    {
        await World.PushAsync(Scene.Name, "1.0");
        await scene.ApplyPolicyAsync(more, target);
        await World.Kubectl.ApplyAsync(scene.Deployment("web", scene.Image(Scene.Name, "1.0")));
        var backup = await scene.BackupBecomesAsync(scene.Image(Scene.Name, "1.0"), reason);
        await Scene.EventAsync(reason, (string)backup["metadata"]!["name"]!, "default");
        return backup;
    }
}
