using System.Text.Json.Nodes;

namespace ImageCloneOperator.EndToEnd.Tests.Support.Pods;

/// <summary>Makes pods of a scene's workload "web".</summary>
internal sealed class PodScene(Kubectl kubectl, Scene scene)
{
    /// <summary>The owner that a pod of the workload "web" has.</summary>
    public async Task<JsonObject> OwnerAsync(string kind)
    {
        if (kind == "CronJob") await kubectl.RunAsync("create", "job", "web-1", "--from=cronjob/web", "-n", scene.Name);
        var (api, owned, name) = kind switch
        {
            "Deployment" => ("apps/v1", "ReplicaSet", "web-5f7c8d"),
            "CronJob" => ("batch/v1", "Job", "web-1"),
            "Job" => ("batch/v1", "Job", "web"),
            _ => ("apps/v1", kind, "web"),
        };
        var workload = await kubectl.GetAsync(owned == "Job" ? owned : kind, owned == "Job" ? name : "web", scene.Name);
        return new JsonObject
        {
            ["apiVersion"] = api,
            ["kind"] = owned,
            ["name"] = name,
            ["uid"] = (string)workload!["metadata"]!["uid"]!,
            ["controller"] = true,
        };
    }

    /// <summary>As a controller would, whether there is one here or not.</summary>
    /// <returns>The pod as the API server took it.</returns>
    public async Task<JsonNode> CreateAsync(JsonObject? owner, string image, Action<JsonNode>? change = null)
    {
        var pod = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = new JsonObject
            {
                ["generateName"] = "by-hand-",
                ["namespace"] = scene.Name,
                ["labels"] = new JsonObject { ["pod-template-hash"] = "5f7c8d" },
            },
            ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "c0", ["image"] = image }) },
        };
        if (owner is not null) pod["metadata"]!["ownerReferences"] = new JsonArray(owner.DeepClone());
        change?.Invoke(pod);
        return JsonNode.Parse((await kubectl.TryAsync(pod.ToJsonString(), "create", "-f", "-", "-o", "json")).Require())!;
    }

    public static IEnumerable<string> Images(JsonNode pod) =>
        pod["spec"]!["containers"]!.AsArray().Select(container => (string)container!["image"]!);
}
