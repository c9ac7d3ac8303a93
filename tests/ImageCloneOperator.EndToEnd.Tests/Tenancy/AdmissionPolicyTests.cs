using ImageCloneOperator.EndToEnd.Tests.Support;

namespace ImageCloneOperator.EndToEnd.Tests.Tenancy;

/// <summary>
/// The component admission-policy holds whoever has the operator's token to what the operator writes: all end-to-end tests run with it.
/// </summary>
public sealed class AdmissionPolicyTests : SceneTests
{
    private const string Image = """{"op": "replace", "path": "POD/containers/0/image", "value": "registry.invalid/copy:1"}""";

    private const string Owner = """{"apiVersion": "v1", "kind": "Node", "name": "n", "uid": "u"}""";

    private Kubectl _asOperator = null!;
    private DirectoryInfo _folder = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _folder = Directory.CreateTempSubdirectory("admission-policy-");
        _asOperator = new Kubectl(await OperatorInstallation.KubeconfigAsync(World.Kubectl, _folder.FullName));
    }

    public override async Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        var left = await World.Kubectl.RunAsync(
            "get", "deployments,daemonsets,statefulsets,cronjobs,jobs", "-n", Scene.Name, "-o", "name");
        foreach (var workload in left.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            await World.Kubectl.RunAsync(
                "patch", workload, "-n", Scene.Name, "--type=merge", "-p", """{"metadata": {"finalizers": null} }""");
        }

        await base.DisposeAsync();
    }

    [Theory]
    [InlineData("Deployment")]
    [InlineData("DaemonSet")]
    [InlineData("StatefulSet")]
    [InlineData("CronJob")]
    [InlineData("Job")]
    public async Task Operator_writes_its_marks_and_images_to_a_workload_and_nothing_else(string kind)
    {
        await World.Kubectl.ApplyAsync(Workload(kind, Scene.Name));

        string[] allowed =
        [
            """{"op": "add", "path": "/metadata/finalizers", "value": ["example.com/other", "imageclone.dev/backup-protection"]}""",
            """{"op": "add", "path": "/metadata/annotations/imageclone.dev~1original-images", "value": "{}"}""",
        ];
        // The API refuses changes of a Job's template, whoever makes them.
        string[] images = kind == "Job"
            ? []
            :
            [
                Image,
                """{"op": "replace", "path": "POD/initContainers/0/image", "value": "registry.invalid/copy:1"}""",
                """{"op": "replace", "path": "POD/volumes/0/image/reference", "value": "registry.invalid/copy:1"}""",
                """{"op": "add", "path": "POD/imagePullSecrets", "value": [{"name": "copies"}]}""",
                """{"op": "remove", "path": "POD/containers/1"}""",
            ];
        foreach (var operation in allowed.Concat(images)) Assert.Equal("", await RefusalAsync(kind, operation));
        Assert.Equal("", await RefusalAsync(kind, string.Join(", ", allowed.Concat(images))));

        string[] marks =
        [
            """{"op": "add", "path": "/metadata/labels", "value": {"app": "other"}}""",
            """{"op": "add", "path": "/metadata/annotations/example.com~1other", "value": "yes"}""",
            """{"op": "remove", "path": "/metadata/annotations/example.com~1own"}""",
            """{"op": "add", "path": "/metadata/annotations/imageclone.dev~1skip", "value": "true"}""",
            """{"op": "add", "path": "/metadata/finalizers", "value": ["example.com/other", "example.com/more"]}""",
            """{"op": "remove", "path": "/metadata/finalizers"}""",
            $$"""{"op": "add", "path": "/metadata/ownerReferences", "value": [{{Owner}}]}""",
        ];
        string[] template = kind == "Job"
            ? ["""{"op": "replace", "path": "/spec/suspend", "value": false}"""]
            :
            [
                OfSpec(kind),
                """{"op": "add", "path": "TEMPLATE/metadata/annotations", "value": {"example.com/other": "yes"}}""",
                """{"op": "add", "path": "POD/hostNetwork", "value": true}""",
                """{"op": "add", "path": "POD/serviceAccountName", "value": "other"}""",
                """{"op": "add", "path": "POD/containers/0/command", "value": ["sh"]}""",
                """{"op": "remove", "path": "POD/containers/0/env"}""",
                """{"op": "add", "path": "POD/containers/0/securityContext", "value": {"privileged": true}}""",
                """{"op": "add", "path": "POD/initContainers/0/args", "value": ["-c"]}""",
                """{"op": "add", "path": "POD/containers/-", "value": {"name": "more", "image": "registry.invalid/more:1"}}""",
                """{"op": "remove", "path": "POD/containers/0"}""",
                """{"op": "replace", "path": "POD/volumes/0/image/pullPolicy", "value": "Always"}""",
                """{"op": "replace", "path": "POD/volumes/0", "value": {"name": "data", "hostPath": {"path": "/"}}}""",
                """{"op": "replace", "path": "POD/volumes/1", "value": {"name": "empty", "secret": {"secretName": "other"}}}""",
                """{"op": "add", "path": "POD/volumes/-", "value": {"name": "more", "hostPath": {"path": "/"}}}""",
                Image + """, {"op": "add", "path": "POD/containers/0/command", "value": ["sh"]}""",
            ];
        foreach (var operation in marks.Concat(template))
        {
            var refusal = await RefusalAsync(kind, operation);
            Assert.True(
                refusal.Contains("image-clone-operator' denied request: image-clone-operator ", StringComparison.Ordinal),
                $"{operation}: {refusal}");
            Assert.Equal("", await RefusalAsync(kind, operation, World.Kubectl));
        }
    }

    [Fact]
    public async Task Operator_writes_nothing_in_kube_system()
    {
        await World.Kubectl.ApplyAsync(Workload("Job", "kube-system"));

        var refusal = await RefusalAsync(
            "Job",
            """{"op": "add", "path": "/metadata/annotations/imageclone.dev~1original-images", "value": "{}"}""",
            @namespace: "kube-system");

        await World.Kubectl.RunAsync("delete", "job", Scene.Name, "-n", "kube-system", "--wait=false");
        Assert.Contains("changes nothing in kube-system", refusal, StringComparison.Ordinal);
    }

    /// <returns>Why a patch is refused; empty where it is taken.</returns>
    private async Task<string> RefusalAsync(string kind, string operations, Kubectl? who = null, string? @namespace = null)
    {
        var template = kind == "CronJob" ? "/spec/jobTemplate/spec/template" : "/spec/template";
        var patch = operations.Replace("POD", $"{template}/spec", StringComparison.Ordinal)
            .Replace("TEMPLATE", template, StringComparison.Ordinal);
        var result = await (who ?? _asOperator).TryAsync(
            null, "patch", kind, Scene.Name, "-n", @namespace ?? Scene.Name, "--dry-run=server", "--type=json", "-p", $"[{patch}]");
        return result.ExitCode == 0 ? "" : result.Errors;
    }

    private static string OfSpec(string kind) => kind switch
    {
        "CronJob" => """{"op": "replace", "path": "/spec/suspend", "value": false}""",
        "DaemonSet" => """{"op": "add", "path": "/spec/minReadySeconds", "value": 7}""",
        _ => """{"op": "add", "path": "/spec/replicas", "value": 7}""",
    };

    private string Workload(string kind, string @namespace)
    {
        var isBatch = kind is "Job" or "CronJob";
        var template = $$"""
            {metadata: {labels: {app: a} }, spec: {
              restartPolicy: {{(isBatch ? "Never" : "Always")}},
              initContainers: [{name: first, image: 'registry.invalid/first:1', args: [-x]}],
              containers: [
                {name: main, image: 'registry.invalid/main:1', env: [{name: A, value: b}]},
                {name: bare, image: 'registry.invalid/bare:1'}],
              volumes: [
                {name: data, image: {reference: 'registry.invalid/data:1', pullPolicy: IfNotPresent} },
                {name: empty, emptyDir: {} }]} }
            """;
        var spec = kind switch
        {
            "Job" => $"{{suspend: true, template: {template}}}",
            "CronJob" => $"{{schedule: '0 0 1 1 *', suspend: true, jobTemplate: {{spec: {{template: {template}}}}}}}",
            "StatefulSet" => $"{{replicas: 0, serviceName: web, selector: {{matchLabels: {{app: a}}}}, template: {template}}}",
            "DaemonSet" => $"{{selector: {{matchLabels: {{app: a}}}}, template: {template}}}",
            _ => $"{{replicas: 0, selector: {{matchLabels: {{app: a}}}}, template: {template}}}",
        };
        return $$"""
            apiVersion: {{(isBatch ? "batch/v1" : "apps/v1")}}
            kind: {{kind}}
            metadata:
              name: {{Scene.Name}}
              namespace: {{@namespace}}
              annotations: {example.com/own: "yes"}
              {{(@namespace == Scene.Name ? "finalizers: [example.com/other]" : "")}}
            spec: {{spec}}
            """;
    }
}
