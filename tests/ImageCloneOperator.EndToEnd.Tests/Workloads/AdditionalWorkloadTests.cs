using System.Text.Json.Nodes;
using ImageCloneOperator.EndToEnd.Tests.Support;

namespace ImageCloneOperator.EndToEnd.Tests.Workloads;

/// <summary>A custom resource with a pod template, of a group of its own for each test.</summary>
public sealed class AdditionalWorkloadTests : SceneTests
{
    private string Group => $"{Scene.Name}.example.com";

    private string Original => Scene.Image(Scene.Name, "1.0");

    private string Copy => $"{World.Target.Host}/{Scene.CopyOf(Scene.Name)}:1.0";

    private string Kinds => $$"""
        additionalWorkloads: [{group: {{Group}}, version: v1, resource: rollouts, kind: Rollout}]
        """;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await World.PushAsync(Scene.Name, "1.0");
    }

    public override async Task DisposeAsync()
    {
        await World.Kubectl.RunAsync("delete", "customresourcedefinition", $"rollouts.{Group}", "--ignore-not-found", "--wait=false");
        await World.Kubectl.RunAsync("delete", "clusterrolebinding,clusterrole", Scene.Name, "--ignore-not-found");
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Kind_that_the_cluster_does_not_have_yet_is_said_and_backed_up_once_it_is_installed()
    {
        await GrantAsync();
        await Scene.ApplyPolicyAsync(Kinds);

        await UnreadableAsync("KindNotServed");
        await World.Kubectl.WaitAsync($"backuppolicy/{Scene.Name}", "condition=Ready");

        await InstallAsync();
        await World.Kubectl.ApplyAsync(Rollout());

        var user = (await Scene.BackupAsync(Original))["status"]!["usedBy"]![0]!;
        Assert.Equal(("Rollout", Scene.Name, "web"), ((string)user["kind"]!, (string)user["namespace"]!, (string)user["name"]!));
        await UnreadableAsync(reason: null);
        await World.Kubectl.WaitAsync($"backuppolicy/{Scene.Name}", "condition=Ready");
    }

    [Fact]
    public async Task Kind_that_may_not_be_read_stalls_its_policy_until_it_may()
    {
        await InstallAsync();
        await World.Kubectl.ApplyAsync(Rollout());
        await Scene.ApplyPolicyAsync(Kinds);

        Assert.Contains($"rollouts of {Group}/v1", Scene.Message(await Scene.PolicyBecomesAsync("KindForbidden")), StringComparison.Ordinal);
        await UnreadableAsync("KindForbidden");

        await GrantAsync();
        await Scene.BackupAsync(Original);
        await Scene.PolicyBecomesAsync("AllImagesBackedUp");
    }

    [Fact]
    public async Task Object_is_neither_held_nor_rewritten_and_its_pods_run_from_the_copy()
    {
        await GrantAsync();
        await InstallAsync();
        await World.Kubectl.ApplyAsync(Rollout());
        await Scene.ApplyPolicyAsync($"{Kinds}\n  rewrite: {{mode: Pod}}");
        await Scene.BackupAsync(Original);
        var rollout = await World.Kubectl.GetAsync($"rollouts.{Group}", "web", Scene.Name);

        await Eventually.InClusterAsync("a new pod runs from the copy", async () => Image(await CreatePodAsync(rollout!)) == Copy);

        rollout = await World.Kubectl.GetAsync($"rollouts.{Group}", "web", Scene.Name);
        Assert.Equal(1, (int)rollout!["metadata"]!["generation"]!);
        Assert.Null(rollout["metadata"]!["finalizers"]);
    }

    private static string? Image(JsonNode pod) => (string?)pod["spec"]!["containers"]![0]!["image"];

    private Task GrantAsync() => World.Kubectl.ApplyAsync($$"""
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: {{Scene.Name}} }
        rules: [{apiGroups: [{{Group}}], resources: [rollouts], verbs: [get, list, watch]}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: {{Scene.Name}} }
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: {{Scene.Name}} }
        subjects: [{kind: ServiceAccount, name: image-clone-operator, namespace: image-clone-system}]
        """);

    private async Task InstallAsync()
    {
        await World.Kubectl.ApplyAsync($$"""
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: rollouts.{{Group}} }
            spec:
              group: {{Group}}
              scope: Namespaced
              names: {kind: Rollout, plural: rollouts, singular: rollout, listKind: RolloutList}
              versions:
              - name: v1
                served: true
                storage: true
                schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true} }
            """);
        await World.Kubectl.WaitAsync($"customresourcedefinition/rollouts.{Group}", "condition=Established");
    }

    private string Rollout() => Scene.Workload($"{Group}/v1", "Rollout", "web", Original);

    private async Task UnreadableAsync(string? reason) =>
        await Eventually.InClusterAsync($"KindsUnreadable is {reason ?? "gone"}", async () =>
            await World.Kubectl.GetAsync("backuppolicy", Scene.Name) is { } policy
            && (string?)Scene.Condition(policy, "KindsUnreadable")?["reason"] == reason);

    private async Task<JsonNode> CreatePodAsync(JsonNode rollout)
    {
        var pod = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = new JsonObject
            {
                ["generateName"] = "web-",
                ["namespace"] = Scene.Name,
                ["ownerReferences"] = new JsonArray(new JsonObject
                {
                    ["apiVersion"] = $"{Group}/v1",
                    ["kind"] = "Rollout",
                    ["name"] = "web",
                    ["uid"] = (string)rollout["metadata"]!["uid"]!,
                    ["controller"] = true,
                }),
            },
            ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "c0", ["image"] = Original }) },
        };
        return JsonNode.Parse((await World.Kubectl.TryAsync(pod.ToJsonString(), "create", "-f", "-", "-o", "json")).Require())!;
    }
}
