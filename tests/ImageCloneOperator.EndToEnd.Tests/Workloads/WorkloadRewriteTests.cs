using ImageCloneOperator.EndToEnd.Tests.Support;

namespace ImageCloneOperator.EndToEnd.Tests.Workloads;

/// <summary>rewrite.mode Workload: pod templates run from the copies, with one rollout and no more.</summary>
public sealed class WorkloadRewriteTests : SceneTests
{
    private const string Rewriting = """
        workloadKinds: [Deployment, DaemonSet, StatefulSet, CronJob, Job]
          rewrite: {mode: Workload}
        """;

    private RewriteScene _rewrites = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _rewrites = new RewriteScene(World.Kubectl, Scene);
    }

    [Theory]
    [InlineData("DaemonSet")]
    [InlineData("StatefulSet")]
    [InlineData("Deployment")]
    public async Task All_images_of_a_template_change_in_one_rollout(string kind)
    {
        await PushAsync("a", "b", "c");
        await World.Kubectl.ApplyAsync($$"""
            {{Scene.Workload("apps/v1", kind, "web", Image("a"), Image("b"), "registry.invalid/not/ours:1")}}
                  initContainers: [{name: one, image: "{{Image("c")}}"}, {name: two, image: "{{Image("a")}}"}]
                  volumes: [{name: empty, emptyDir: {} }, {name: data, image: {reference: "{{Image("b")}}"} }]
            """);

        await Scene.ApplyPolicyAsync($"{Rewriting}\n  images: {{exclude: ['registry.invalid/**']}}");

        var web = await _rewrites.HasAsync(
            kind, "web", Copy("a"), Copy("b"), "registry.invalid/not/ours:1", Copy("c"), Copy("a"), Copy("b"));
        Assert.Equal(
            $$"""{"c0":"{{Image("a")}}","c1":"{{Image("b")}}","one":"{{Image("c")}}","two":"{{Image("a")}}","volumes/data":"{{Image("b")}}"}""",
            RewriteScene.Kept(web)!.ToJsonString());
        Assert.Equal(2, RewriteScene.Generation(web));
        Assert.Contains(Copy("a"), await Scene.EventAsync("ImagesRewritten", "web"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cron_job_makes_its_jobs_from_the_copies_and_a_job_is_left_alone_with_a_reason()
    {
        await PushAsync("a");
        await World.Kubectl.ApplyAsync(Scene.JobOrCronJob("CronJob", "nightly", Image("a")));
        await World.Kubectl.ApplyAsync(Scene.JobOrCronJob("Job", "once", Image("a")));

        await Scene.ApplyPolicyAsync(Rewriting);

        await _rewrites.HasAsync("cronjob", "nightly", Copy("a"));
        Assert.Contains("rewrite.mode: Pod", await Scene.EventAsync("RewriteSkipped", "once"), StringComparison.Ordinal);
        await _rewrites.HasAsync("job", "once", Image("a"));
    }

    [Fact]
    public async Task A_pinned_image_stays_pinned()
    {
        var digest = await World.PushAsync($"{Scene.Name}/a", "1.0");
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", $"{Image("a")}@{digest}"));

        await Scene.ApplyPolicyAsync(Rewriting);

        await _rewrites.HasAsync("deployment", "web", $"{World.Target.Host}/{Scene.CopyOf($"{Scene.Name}/a")}@{digest}");
    }

    [Fact]
    public async Task A_template_waits_for_all_of_its_copies()
    {
        await PushAsync("a");
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", Image("a"), Image("late")));
        await Scene.ApplyPolicyAsync(Rewriting);
        await Scene.BackupBecomesAsync(Image("a"), "Copied");
        await Scene.BackupBecomesAsync(Image("late"), "SourceNotFound");
        Assert.Equal([Image("a"), Image("late")], RewriteScene.Images(await _rewrites.WorkloadAsync("deployment", "web")));

        await PushAsync("late");
        await World.Kubectl.RunAsync("annotate", "backuppolicy", Scene.Name, "imageclone.dev/recopy-requested-at=now");

        var web = await _rewrites.HasAsync("deployment", "web", Copy("a"), Copy("late"));
        Assert.Equal(2, RewriteScene.Generation(web));
    }

    [Fact]
    public async Task An_image_that_its_owner_changes_is_backed_up_and_rewritten_again()
    {
        await PushAsync("a", "b");
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", Image("a"), Image("b")));
        await Scene.ApplyPolicyAsync(Rewriting);
        await _rewrites.HasAsync("deployment", "web", Copy("a"), Copy("b"));

        await World.PushAsync($"{Scene.Name}/a", "2.0");
        await World.Kubectl.RunAsync("set", "image", "deployment/web", "-n", Scene.Name, $"c0={Image("a", "2.0")}");

        var web = await _rewrites.HasAsync("deployment", "web", Copy("a", "2.0"), Copy("b"));
        Assert.Equal(Image("a", "2.0"), (string?)RewriteScene.Kept(web)!["c0"]);
        var users = (await Scene.BackupAsync(Image("a", "2.0")))["status"]!;
        Assert.Equal(1, (int)users["usedByCount"]!);
    }

    [Fact]
    public async Task A_copy_whose_tag_somebody_edits_is_backed_up_from_its_source()
    {
        await PushAsync("a");
        await World.PushAsync($"{Scene.Name}/a", "2.0");
        await World.Kubectl.ApplyAsync(Scene.Workload("apps/v1", "DaemonSet", "web", Image("a")));
        await Scene.ApplyPolicyAsync(Rewriting);
        await _rewrites.HasAsync("daemonset", "web", Copy("a"));

        await World.Kubectl.RunAsync("set", "image", "daemonset/web", "-n", Scene.Name, $"c0={Copy("a", "2.0")}");

        await Scene.BackupAsync(Image("a", "2.0"));
        await Scene.ApplyPolicyAsync("workloadKinds: [DaemonSet]");
        await _rewrites.CleanAsync("daemonset", "web", Image("a", "2.0"));
    }

    [Fact]
    public async Task A_workload_that_comes_with_its_copies_already_there_is_rewritten_and_its_spelling_is_its_owners()
    {
        await PushAsync("a");
        await World.Kubectl.ApplyAsync(Scene.Deployment("first", Image("a")));
        await Scene.ApplyPolicyAsync(Rewriting);
        await _rewrites.HasAsync("deployment", "first", Copy("a"));

        await World.Kubectl.ApplyAsync(Scene.Deployment("direct", Copy("a")));
        await World.Kubectl.ApplyAsync(Scene.Deployment("second", Image("a")));

        await _rewrites.HasAsync("deployment", "second", Copy("a"));
        var direct = await _rewrites.WorkloadAsync("deployment", "direct");
        Assert.Equal(1, RewriteScene.Generation(direct));
        Assert.Null(RewriteScene.Kept(direct));
    }

    [Fact]
    public async Task A_policy_whose_target_changes_moves_a_template_only_once_the_copy_is_there()
    {
        const string nowhere = "127.0.0.1:9";
        await PushAsync("a");
        await World.Kubectl.ApplyAsync(Scene.Workload("apps/v1", "StatefulSet", "web", Image("a")));
        await Scene.ApplyPolicyAsync(Rewriting);
        await _rewrites.HasAsync("statefulset", "web", Copy("a"));

        await Scene.Between(target: nowhere).ApplyPolicyAsync(Rewriting);
        await Eventually.InClusterAsync("the backup has been tried at the new target", async () =>
            (await World.Kubectl.ListAsync("imagebackups", $"imageclone.dev/policy={Scene.Name}")).Any(backup =>
                ((string)backup["spec"]!["target"]!).StartsWith(nowhere, StringComparison.Ordinal) && !Scene.Is(backup, "Ready")
                && (long?)backup["status"]!["observedGeneration"] == (long)backup["metadata"]!["generation"]!));
        await World.Kubectl.RunAsync("annotate", "statefulset", "web", "-n", Scene.Name, "example.com/look=again");
        Assert.Equal([Copy("a")], RewriteScene.Images(await _rewrites.WorkloadAsync("statefulset", "web")));

        await World.Kubectl.RunAsync(
            "patch",
            "backuppolicy",
            Scene.Name,
            "--type=merge",
            "-p",
            $$"""{"spec": {"target": {"registry": "{{World.Target.Host}}", "repositoryPrefix": "{{Scene.Name}}/new"} } }""");
        var web = await _rewrites.HasAsync(
            "statefulset",
            "web",
            Copy("a").Replace($"{World.Target.Host}/{Scene.Name}/", $"{World.Target.Host}/{Scene.Name}/new/", StringComparison.Ordinal));
        Assert.Equal(3, RewriteScene.Generation(web));
        Assert.Equal(Image("a"), (string?)RewriteScene.Kept(web)!["c0"]);
    }

    [Fact]
    public async Task A_workload_of_a_custom_resource_is_left_alone_with_a_reason()
    {
        await PushAsync("a");
        var owner = (await World.Kubectl.GetAsync("crd", "backuppolicies.imageclone.dev"))!["metadata"]!["uid"];
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", Image("a")).Replace(
            "metadata: {name: web,",
            "metadata: {name: web, ownerReferences: [{apiVersion: example.com/v1, "
                + $"kind: Database, name: db, uid: {owner}, controller: true}}],",
            StringComparison.Ordinal));

        await Scene.ApplyPolicyAsync(Rewriting);

        Assert.Contains("a custom resource owns the workload", await Scene.EventAsync("RewriteSkipped", "web"), StringComparison.Ordinal);
        await Scene.BackupBecomesAsync(Image("a"), "Copied");
        await _rewrites.HasAsync("deployment", "web", Image("a"));
    }

    [Fact]
    public async Task Of_two_policies_the_first_by_name_wins_and_the_event_says_so()
    {
        await PushAsync("a");
        var second = Copy("a").Replace(
            $"{World.Target.Host}/{Scene.Name}/", $"{World.Target.Host}/{Scene.Name}-second/", StringComparison.Ordinal);
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", Image("a")));
        await World.Kubectl.ApplyAsync($$"""
            apiVersion: imageclone.dev/v1alpha1
            kind: BackupPolicy
            metadata: {name: {{Scene.Name}}-second}
            spec:
              target: {registry: "{{World.Target.Host}}", repositoryPrefix: {{Scene.Name}}-second, plainHttp: true}
              namespaceSelector: {matchLabels: {scene: {{Scene.Name}} } }
              rewrite: {mode: Workload}
            """);
        try
        {
            await _rewrites.HasAsync("deployment", "web", second);

            await Scene.ApplyPolicyAsync(Rewriting);
            await _rewrites.HasAsync("deployment", "web", Copy("a"));
            await Eventually.InClusterAsync(
                "the event names both",
                async () => (await World.Kubectl.ListAsync("events", @namespace: Scene.Name))
                    .Any(e => ((string?)e["message"])?.Contains(
                        $"policy {Scene.Name}, which is first by name before {Scene.Name}-second", StringComparison.Ordinal) is true));

            await World.Kubectl.RunAsync("delete", "backuppolicy", Scene.Name, "--wait", "--timeout=60s");
            await _rewrites.HasAsync("deployment", "web", second);
        }
        finally
        {
            await World.Kubectl.RunAsync("delete", "backuppolicy", $"{Scene.Name}-second", "--wait", "--timeout=60s");
        }

        await _rewrites.CleanAsync("deployment", "web", Image("a"));
    }

    private async Task PushAsync(params string[] repositories)
    {
        foreach (var repository in repositories) await World.PushAsync($"{Scene.Name}/{repository}", "1.0");
    }

    private string Image(string repository, string tag = "1.0") => Scene.Image($"{Scene.Name}/{repository}", tag);

    private string Copy(string repository, string tag = "1.0") => $"{World.Target.Host}/{Scene.CopyOf($"{Scene.Name}/{repository}")}:{tag}";
}
