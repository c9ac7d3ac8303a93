using System.Text.Json.Nodes;

namespace ImageCloneOperator.EndToEnd.Tests.Support;

/// <summary>What a rewrite has left on the workloads of a scene.</summary>
internal sealed class RewriteScene(Kubectl kubectl, Scene scene)
{
    public const string Originals = "imageclone.dev/original-images";

    public async Task<JsonNode> WorkloadAsync(string kind, string name) =>
        JsonNode.Parse(await kubectl.RunAsync("get", kind, name, "-n", scene.Name, "-o", "json", "--show-managed-fields"))!;

    /// <summary>Waits until the workload's images are these: those of containers, init containers and volumes, in this order.</summary>
    public async Task<JsonNode> HasAsync(string kind, string name, params string[] images)
    {
        JsonNode? workload = null;
        await Eventually.InClusterAsync(
            $"{kind} {name} has {string.Join(", ", images)}",
            async () => Images(workload = await WorkloadAsync(kind, name)).SequenceEqual(images));
        return workload!;
    }

    /// <summary>Waits until a workload has these images and nothing on it, visible or not, tells of the operator.</summary>
    public async Task CleanAsync(string kind, string name, params string[] images)
    {
        await HasAsync(kind, name, images);
        await Eventually.InClusterAsync($"nothing of ours is left on {kind} {name}", async () =>
        {
            var metadata = (await WorkloadAsync(kind, name))["metadata"]!.AsObject();
            metadata["annotations"]?.AsObject().Remove("kubectl.kubernetes.io/last-applied-configuration");
            metadata["annotations"]?.AsObject().Remove("imageclone.dev/skip");
            foreach (var entry in metadata["managedFields"]!.AsArray())
                entry!["fieldsV1"]?["f:metadata"]?["f:annotations"]?.AsObject().Remove("f:imageclone.dev/skip");
            return !metadata.ToJsonString().Contains("imageclone.dev", StringComparison.Ordinal)
                && !metadata.ToJsonString().Contains("image-clone-operator", StringComparison.Ordinal);
        });
    }

    public static IEnumerable<string> Images(JsonNode workload)
    {
        var pod = PodSpec(workload);
        return (pod["containers"]?.AsArray() ?? [])
            .Concat(pod["initContainers"]?.AsArray() ?? [])
            .Select(container => (string)container!["image"]!)
            .Concat((pod["volumes"]?.AsArray() ?? []).Select(volume => (string?)volume!["image"]?["reference"]).OfType<string>());
    }

    public static JsonNode? Kept(JsonNode workload) =>
        (string?)workload["metadata"]!["annotations"]?[Originals] is { } text ? JsonNode.Parse(text) : null;

    public static long Generation(JsonNode workload) => (long)workload["metadata"]!["generation"]!;

    private static JsonNode PodSpec(JsonNode workload) =>
        (workload["spec"]!["jobTemplate"]?["spec"] ?? workload["spec"])!["template"]!["spec"]!;
}
