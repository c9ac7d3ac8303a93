using System.Text.Json.Nodes;
using ImageCloneOperator.Core.Workloads;

namespace ImageCloneOperator.Workloads.Rewriting;

/// <summary>The places of a workload's images in its JSON.</summary>
internal static class PodTemplateFields
{
    public const string PullSecrets = "imagePullSecrets";

    private const string Containers = "containers";
    private const string InitContainers = "initContainers";
    private const string Volumes = "volumes";

    /// <summary>The lists whose items have an image.</summary>
    public static readonly IReadOnlyList<string> Lists = [Containers, InitContainers, Volumes];

    /// <summary>The fields from the workload down to the pod's spec.</summary>
    public static IReadOnlyList<string> PathOf(UnstructuredWorkload workload) => workload.Workload.Key.Type.PodSpecPath.Split('.');

    /// <summary>Core's name for the item of a list.</summary>
    public static string NameOf(string list, string item) => list == Volumes ? ContainerImage.ForVolume(item, "").Container : item;

    /// <summary>An item of a list with its image, and no other field.</summary>
    public static JsonObject Item(string list, string name, string image) => new()
    {
        ["name"] = name,
        ["image"] = list == Volumes ? new JsonObject { ["reference"] = image } : image,
    };

    /// <summary>The items of a list, in their order.</summary>
    public static IEnumerable<JsonObject> Items(UnstructuredWorkload workload, string list) =>
        PathOf(workload).Append(list).Aggregate((JsonNode?)workload.Json, (node, field) => node?[field]) is JsonArray items
            ? items.OfType<JsonObject>()
            : [];

    /// <summary>Whether an item has nothing but its name, its image, and what the API server fills in.</summary>
    public static bool IsBare(JsonObject item) => item.All(field => field.Key switch
    {
        "name" or "image" or "imagePullPolicy" or "terminationMessagePath" or "terminationMessagePolicy" => true,
        "resources" => field.Value is JsonObject { Count: 0 },
        _ => false,
    });
}
