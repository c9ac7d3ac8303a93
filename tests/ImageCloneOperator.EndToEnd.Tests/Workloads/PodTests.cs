using System.Text.Json.Nodes;
using ImageCloneOperator.EndToEnd.Tests.Support;

namespace ImageCloneOperator.EndToEnd.Tests.Workloads;

public sealed class PodTests : SceneTests
{
    private const string Everything = "workloadKinds: [Deployment, DaemonSet, Pod]";

    private string Original => Scene.Image(Scene.Name, "1.0");

    private string Copy => $"{World.Target.Host}/{Scene.CopyOf(Scene.Name)}:1.0";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await World.PushAsync(Scene.Name, "1.0");
    }

    [Fact]
    public async Task Bare_pod_is_backed_up_and_carries_no_finalizer()
    {
        await Scene.ApplyPolicyAsync(Everything);

        await ApplyPodAsync("lone", owner: null);

        Assert.Equal($"Pod {Scene.Name}/lone", await UserAsync());
        await World.Kubectl.WaitAsync($"backuppolicy/{Scene.Name}", "condition=Ready");
        Assert.Null((await World.Kubectl.GetAsync("pod", "lone", Scene.Name))!["metadata"]!["finalizers"]);
    }

    [Fact]
    public async Task Pod_of_a_replicaset_counts_for_the_replicaset()
    {
        await Scene.ApplyPolicyAsync(Everything);
        await World.Kubectl.ApplyAsync(Scene.Workload("apps/v1", "ReplicaSet", "set", Original));
        var uid = (string)(await World.Kubectl.GetAsync("replicaset", "set", Scene.Name))!["metadata"]!["uid"]!;

        await ApplyPodAsync("set-1", new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "ReplicaSet",
            ["name"] = "set",
            ["uid"] = uid,
            ["controller"] = true,
        });

        await Eventually.InClusterAsync("the backup names the ReplicaSet", async () => await UserAsync() == $"ReplicaSet {Scene.Name}/set");
    }

    [Fact]
    public async Task Pod_of_a_custom_resource_that_may_not_be_read_counts_for_itself()
    {
        await Scene.ApplyPolicyAsync(Everything);
        var group = $"{Scene.Name}.example.com";
        await World.Kubectl.ApplyAsync($$"""
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: databases.{{group}} }
            spec:
              group: {{group}}
              scope: Namespaced
              names: {kind: Database, plural: databases, singular: database, listKind: DatabaseList}
              versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object} } }]
            """);
        try
        {
            await World.Kubectl.WaitAsync($"customresourcedefinition/databases.{group}", "condition=Established");
            await World.Kubectl.ApplyAsync(
                $$"""{"apiVersion": "{{group}}/v1", "kind": "Database", "metadata": {"name": "db", "namespace": "{{Scene.Name}}"} }""");
            var uid = (string)(await World.Kubectl.GetAsync($"databases.{group}", "db", Scene.Name))!["metadata"]!["uid"]!;

            await ApplyPodAsync("db-0", new JsonObject
            {
                ["apiVersion"] = $"{group}/v1",
                ["kind"] = "Database",
                ["name"] = "db",
                ["uid"] = uid,
                ["controller"] = true,
            });

            Assert.Equal($"Pod {Scene.Name}/db-0", await UserAsync());
        }
        finally
        {
            await World.Kubectl.RunAsync("delete", "customresourcedefinition", $"databases.{group}", "--wait=false");
        }
    }

    [Fact]
    public async Task Image_of_a_debug_container_is_backed_up()
    {
        await World.PushAsync($"{Scene.Name}/tools", "1");
        var tools = Scene.Image($"{Scene.Name}/tools", "1");
        await Scene.ApplyPolicyAsync(Everything);
        await ApplyPodAsync("lone", owner: null);

        await World.Kubectl.RunAsync("debug", "lone", "-n", Scene.Name, $"--image={tools}", "--attach=false", "--profile=general");

        var backup = await Scene.BackupAsync(tools);
        Assert.Equal("lone", (string?)backup["status"]!["usedBy"]![0]!["name"]);
    }

    [Fact]
    public async Task Bare_pod_is_pointed_at_its_copy_as_it_is_created()
    {
        await Scene.ApplyPolicyAsync($"{Everything}\n  rewrite: {{mode: Pod}}");
        await ApplyPodAsync("first", owner: null);
        await Scene.BackupAsync(Original);

        await Eventually.InClusterAsync("a new pod runs from the copy", async () =>
        {
            await World.Kubectl.RunAsync("delete", "pod", "second", "-n", Scene.Name, "--ignore-not-found", "--now");
            await ApplyPodAsync("second", owner: null);
            return (string?)(await World.Kubectl.GetAsync("pod", "second", Scene.Name))!["spec"]!["containers"]![0]!["image"] == Copy;
        });
        Assert.Equal(Original, (string?)(await World.Kubectl.GetAsync("pod", "first", Scene.Name))!["spec"]!["containers"]![0]!["image"]);
    }

    private Task ApplyPodAsync(string name, JsonObject? owner)
    {
        var pod = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = Scene.Name },
            ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "c0", ["image"] = Original }) },
        };
        if (owner is not null) pod["metadata"]!["ownerReferences"] = new JsonArray(owner);
        return World.Kubectl.ApplyAsync(pod.ToJsonString());
    }

    private async Task<string> UserAsync()
    {
        var user = (await Scene.BackupAsync(Original))["status"]!["usedBy"]![0]!;
        return $"{user["kind"]} {user["namespace"]}/{user["name"]}";
    }
}
