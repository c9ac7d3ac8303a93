using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Errors;
using ImageCloneOperator.Testing.KubeApi.Http;
using ImageCloneOperator.Testing.KubeApi.Objects;
using ImageCloneOperator.Testing.KubeApi.Patching;
using ImageCloneOperator.Testing.KubeApi.Storage;

namespace ImageCloneOperator.Testing.KubeApi.Operations;

/// <summary>The scale subresource (autoscaling/v1) of built-in workloads and of custom resources that declare one.</summary>
internal sealed class ScaleHandler(Cluster cluster, ObjectUpdater updater)
{
    public async Task HandleAsync(ApiRequest request)
    {
        var seen = cluster.Find(request.Resource, request.Namespace, request.Name)
            ?? throw ApiError.NotFound(request.Resource, request.Name);
        var result = request.Verb switch
        {
            "get" => seen,
            "update" or "patch" => await WriteAsync(request, seen),
            _ => throw ApiError.MethodNotAllowed(),
        };
        await request.Http.Response.WriteJsonAsync(200, Scale(request, result.ToJson()), request.Cancelled);
    }

    private async Task<StoredObject> WriteAsync(ApiRequest request, StoredObject seen)
    {
        var body = RequestBody.Parse(await RequestBody.ReadAsync(request.Http.Request, request.Cancelled), "Scale", "v1");
        var scale = request.Verb == "update" ? body : MergePatch.Apply(Scale(request, seen.ToJson()), body);
        var version = body.ResourceVersion();
        return await updater.UpdateAsync(request, current =>
        {
            var next = current.DeepClone().AsObject();
            Set(next, SpecPath(request), scale.Number("spec", "replicas"));
            if (version.Length > 0) next.Meta()["resourceVersion"] = version;
            return next;
        }, FieldTracking.Update);
    }

    private static JsonObject Scale(ApiRequest request, JsonObject obj)
    {
        var meta = new JsonObject();
        foreach (var field in (string[])["name", "namespace", "uid", "resourceVersion", "creationTimestamp"])
        {
            if (obj.At("metadata", field) is { } value) meta[field] = value.DeepClone();
        }

        return new JsonObject
        {
            ["kind"] = "Scale",
            ["apiVersion"] = "autoscaling/v1",
            ["metadata"] = meta,
            ["spec"] = new JsonObject { ["replicas"] = obj.Number(SpecPath(request)) },
            ["status"] = new JsonObject { ["replicas"] = obj.Number(StatusPath(request)), ["selector"] = Selector(obj) },
        };
    }

    private static string Selector(JsonObject obj) =>
        string.Join(
            ",", (obj.At("spec", "selector", "matchLabels") as JsonObject ?? []).Select(label => $"{label.Key}={label.Value.Text()}"));

    private static string[] SpecPath(ApiRequest request) =>
        request.Resource.Custom?.Scale is { } scale ? Path(scale.Text("specReplicasPath")) : ["spec", "replicas"];

    private static string[] StatusPath(ApiRequest request) =>
        request.Resource.Custom?.Scale is { } scale ? Path(scale.Text("statusReplicasPath")) : ["status", "replicas"];

    private static string[] Path(string jsonPath) => jsonPath.Split('.', StringSplitOptions.RemoveEmptyEntries);

    private static void Set(JsonObject obj, string[] path, long value)
    {
        foreach (var step in path.AsSpan(0, path.Length - 1)) obj = obj.Child(step);
        obj[path[^1]] = value;
    }
}
