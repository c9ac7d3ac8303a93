using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ImageCloneOperator.Api;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Json;
using ImageCloneOperator.Workloads.Caching;

namespace ImageCloneOperator.Tests.Workloads.Caching;

public sealed class WorkloadConverterTests
{
    private const string Pod = """
        {
          "containers": [{"name": "main", "image": "nginx", "env": [{"name": "spec", "value": "template"}]}],
          "initContainers": [{"name": "init", "image": "busybox"}],
          "imagePullSecrets": [{"name": "pull"}, {"name": "pull"}],
          "volumes": [{"name": "tmp", "emptyDir": {}}, {"name": "data", "image": {"reference": "registry.example.com/data:1"}}]
        }
        """;

    public static TheoryData<string> Kinds() => [.. WorkloadTypes.BuiltIn.Select(type => type.Kind)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_workload_of_every_kind_is_read_by_the_path_of_its_pods(string kind)
    {
        var type = WorkloadTypes.BuiltIn.Single(type => type.Kind == kind);

        var web = Read(type, type.PodSpecPath.Split('.').Reverse().Aggregate(JsonNode.Parse(Pod)!, (inner, field) => new JsonObject
        {
            ["selector"] = new JsonObject { ["spec"] = "no" },
            [field] = inner,
            ["other"] = new JsonArray(1, 2),
        }));

        Assert.Equal(new WorkloadKey(type, "default", "web"), web.Key);
        Assert.Equal(["nginx", "busybox", "registry.example.com/data:1"], web.Images.Select(image => image.Image));
        Assert.Equal([new SecretName("default", "pull")], web.PullSecrets);
        Assert.Equal("app", Assert.Single(web.Labels).Key);
        Assert.Equal(("u1", "42", 3L, true, true), (web.Uid, web.ResourceVersion, web.Generation, web.Skip, web.Held));
    }

    [Fact]
    public void Annotations_of_others_are_not_kept() =>
        Assert.Equal([WellKnown.SkipAnnotation], Read(WorkloadTypes.Deployment, new JsonObject()).Annotations.Keys);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"spec": null}""")]
    [InlineData("""{"spec": "text"}""")]
    [InlineData("""{"spec": {"template": [1, {"spec": {}}]}}""")]
    [InlineData("""{"spec": {"template": {"spec": null}}, "status": {"replicas": 1}}""")]
    public void A_workload_without_a_template_has_no_images(string json) =>
        Assert.Empty(Read(WorkloadTypes.Deployment, JsonNode.Parse(json)!).Images);

    [Fact]
    public void Pod_is_read_with_what_its_containers_run()
    {
        var digest = $"sha256:{new string('a', 64)}";
        var pod = Read(WorkloadTypes.Pod, new JsonObject
        {
            ["spec"] = JsonNode.Parse(Pod),
            ["status"] = new JsonObject
            {
                ["phase"] = "Running",
                ["containerStatuses"] = new JsonArray(Status("main", $"docker.io/library/nginx@{digest}"), Status("unknown", "x")),
                ["initContainerStatuses"] = new JsonArray(Status("init", "")),
            },
        });

        Assert.Equal(("main", digest), (Assert.Single(pod.Running).Container, pod.Running[0].Digest.ToString()));

        static JsonObject Status(string name, string imageId) =>
            new() { ["name"] = name, ["image"] = "nginx", ["imageID"] = imageId, ["state"] = new JsonObject() };
    }

    [Fact]
    public void A_bookmark_is_read_for_its_version() =>
        Assert.Equal("7", Deserialize(WorkloadTypes.Job, """{"kind": "Job", "metadata": {"resourceVersion": "7"}}""").ResourceVersion);

    [Fact]
    public async Task A_list_longer_than_a_buffer_is_read_to_its_end()
    {
        var items = Enumerable.Range(0, 500).Select(i => (JsonNode)new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = $"app-{i}", ["namespace"] = "default" },
            ["spec"] = new JsonObject
            {
                ["replicas"] = 2,
                ["template"] = new JsonObject { ["metadata"] = new JsonObject(), ["spec"] = JsonNode.Parse(Pod) },
            },
            ["status"] = new JsonObject(),
        });
        var json = new JsonObject { ["items"] = new JsonArray([.. items]) }.ToJsonString();
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));

        var list = await JsonSerializer.DeserializeAsync(
            stream, WorkloadResource.Of(WorkloadTypes.Deployment, new ObjectJson()).ListJson, Bound.Token());

        Assert.Equal(500, list!.Items!.Count);
        Assert.All(list.Items, workload => Assert.Equal(3, workload.Images.Count));
    }

    private static Workload Read(WorkloadType type, JsonNode json)
    {
        json["metadata"] = JsonNode.Parse($$"""
            {
              "name": "web", "namespace": "default", "uid": "u1", "resourceVersion": "42", "generation": 3,
              "labels": {"app": "web"},
              "annotations": {"deployment.kubernetes.io/revision": "7", "{{WellKnown.SkipAnnotation}}": "true"},
              "finalizers": ["{{WellKnown.BackupProtectionFinalizer}}"]
            }
            """);
        return Deserialize(type, json.ToJsonString());
    }

    private static Workload Deserialize(WorkloadType type, string json) =>
        JsonSerializer.Deserialize(json, WorkloadResource.Of(type, ObjectJson.Default).Json)!;
}
