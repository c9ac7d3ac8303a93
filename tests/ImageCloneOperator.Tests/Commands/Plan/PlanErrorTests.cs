using ImageCloneOperator.Testing.Invalid;

namespace ImageCloneOperator.Tests.Commands.Plan;

public sealed class PlanErrorTests : IDisposable
{
    private const string Policy =
        "{apiVersion: imageclone.dev/v1alpha1, kind: BackupPolicy, metadata: {name: main}, spec: {target: {registry: r.io}}}";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("plan");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("a: b\nc: [}", "m.yaml, line 2: it is not a manifest")]
    [InlineData("kind: List\nitems: [~]", "m.yaml, line 2: it is not a manifest: an item of a list has no value")]
    [InlineData("just text", "m.yaml, document 1: it is not a Kubernetes object")]
    [InlineData("a: b", "m.yaml, document 1: kind: it is missing")]
    [InlineData("{apiVersion: v1, kind: Namespace}", "m.yaml, document 1 (Namespace): metadata.name: it is missing")]
    [InlineData("{kind: List, items: [1]}", "m.yaml, document 1, items[0]: it is not a Kubernetes object")]
    [InlineData(
        Policy
            + "\n---\n{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {template: {spec: {containers: [{name: 1}]}}}}",
        "m.yaml, document 2 (Deployment web): spec.template.spec.containers[0].name: its value is not of the type")]
    [InlineData("{apiVersion: v1, kind: Service, metadata: {name: web}}", "there is no BackupPolicy in these files")]
    public void An_error_names_file_document_and_field(string manifest, string expected)
    {
        var run = Run(manifest);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Target_that_refuses_its_names_is_warned_of()
    {
        var run = Run(Policy.Replace("r.io", "docker.io, repositoryPrefix: me", StringComparison.Ordinal));

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("warning: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("m.yaml, document 1 (BackupPolicy main): spec.target: Docker Hub knows", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Invalid_policies_are_told_by_document_and_field()
    {
        var policies = InvalidObjects.All.Where(invalid => invalid.Kind == "BackupPolicy").ToList();

        var run = Run(InvalidObjects.Manifests(policies));

        Assert.Equal(1, run.ExitCode);
        var errors = run.Error.Split("m.yaml, ");
        Assert.All(policies.Index(), policy => Assert.Contains(
            errors,
            line => line.Contains(
                $"document {policy.Index + 1} (BackupPolicy {policy.Item.Name}): {policy.Item.Field}: ", StringComparison.Ordinal)
                && line.Contains(policy.Item.Says, StringComparison.Ordinal)));
    }

    [Fact]
    public void An_option_without_its_value_is_wrong_usage()
    {
        var run = PlanCommandRun.Of("-f");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Required argument missing for option: '-f'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_context_that_does_not_exist_is_named()
    {
        var kubeconfig = Path.Combine(_folder.FullName, "config");
        File.WriteAllText(kubeconfig, "{contexts: [{name: here, context: {cluster: c}}], clusters: [{name: c, cluster: {}}]}");

        var run = PlanCommandRun.Of("--cluster", "--kubeconfig", kubeconfig, "--context", "elsewhere");

        Assert.Contains("there is no \"elsewhere\" in contexts (there are: here)", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Items_of_a_typed_list_are_read_and_other_kinds_are_counted()
    {
        var run = Run(
            Policy
            + "\n---\n{apiVersion: apps/v1, kind: DeploymentList, items: ["
            + "{metadata: {name: web}, spec: {template: {spec: {containers: [{name: c, image: nginx:1.27}]}}}}]}"
            + "\n---\n{apiVersion: v1, kind: Service, metadata: {name: web}}\n---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: web}}");

        Assert.Equal((0, "note: passed over, as it does not plan them: 1 ConfigMap, 1 Service\n"), (run.ExitCode, run.Error));
        Assert.Contains("1 workloads, 1 backups", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Additional_kind_is_planned_wherever_its_policy_stands()
    {
        var run = Run(
            "{apiVersion: argoproj.io/v1alpha1, kind: Rollout, metadata: {name: web}, "
            + "spec: {template: {spec: {containers: [{name: c, image: nginx:1.27}]}}}}\n---\n"
            + Policy.Replace(
                "{target:",
                "{additionalWorkloads: [{group: argoproj.io, version: v1alpha1, resource: rollouts, kind: Rollout}], target:",
                StringComparison.Ordinal));

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("Rollout default/web", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 workloads, 1 backups", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Unprotected_images_of_files_are_those_that_no_policy_would_back_up()
    {
        const string workload = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, "
            + "spec: {template: {spec: {containers: [{name: c, image: nginx:1.27}]}}}}";

        Assert.Contains("every image has a Ready copy", Run($"{workload}\n---\n{Policy}", "--unprotected").Output, StringComparison.Ordinal);
        var run = Run(workload, "--unprotected");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Matches("docker.io/library/nginx:1.27 +NoPolicy +Deployment default/web +there is no BackupPolicy", run.Output);
    }

    [Fact]
    public void Null_in_place_of_an_object_counts_as_left_out()
    {
        var run = Run(
            "{apiVersion: imageclone.dev/v1alpha1, kind: BackupPolicy, metadata: {name: main}, spec: {target: ~, images: ~, tagRules: ~}}");

        Assert.Contains("m.yaml, document 1 (BackupPolicy main): spec.target.registry: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void All_errors_are_told_at_once()
    {
        var run = Run("""
            apiVersion: imageclone.dev/v1alpha1
            kind: BackupPolicy
            metadata: {name: main}
            spec: {target: {registry: a/b}, images: {exclude: [a, b]}}
            ---
            {apiVersion: v1, kind: Namespace}
            """);

        Assert.Equal(4, run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void A_page_of_aliases_does_not_fill_the_memory()
    {
        var levels = Enumerable.Range(1, 30).Select(i => $"l{i}: &l{i} [{string.Join(',', Enumerable.Repeat($"*l{i - 1}", 10))}]");

        Assert.Contains("more than 1000000 values", Run($"l0: &l0 [x]\n{string.Join('\n', levels)}").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var run = PlanCommandRun.Of("-f", Path.Combine(_folder.FullName, "none.yaml"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("none.yaml: there is no such file or folder", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_shows_each_verdict_on_a_line()
    {
        var run = Run($$$$"""
            {{{{Policy}}}}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec: {template: {spec: {containers: [{name: a, image: nginx}]}}}
            """);

        Assert.Equal(0, run.ExitCode);
        Assert.Matches(
            @"Deployment default/web +nginx +main +backed up by policy main as r\.io/docker\.io/library/nginx:latest", run.Output);
        Assert.Contains("1 workloads, 1 backups", run.Output, StringComparison.Ordinal);
    }

    private PlanCommandRun Run(string manifest, params string[] options)
    {
        var file = Path.Combine(_folder.FullName, "m.yaml");
        File.WriteAllText(file, manifest);
        return PlanCommandRun.Of(["-f", file, .. options]);
    }
}
