using System.Text.Json;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Errors;
using ImageCloneOperator.Testing.KubeApi.Http;
using ImageCloneOperator.Testing.KubeApi.Objects;
using ImageCloneOperator.Testing.KubeApi.Storage;

namespace ImageCloneOperator.Testing.KubeApi.Tables;

/// <summary>metav1.Table: what <c>kubectl get</c> prints.</summary>
internal static class TableBuilder
{
    public static JsonObject Build(
        Cluster cluster, ApiRequest request, IReadOnlyList<StoredObject> items, bool withColumns, string resourceVersion)
    {
        var columns = TableColumns.For(request.Resource, cluster.Clock);
        var include = request.Query("includeObject");
        if (include is not ("" or "Metadata" or "Object" or "None"))
            throw ApiError.BadRequest($"unrecognized includeObject value: \"{include}\"");
        return new JsonObject
        {
            ["kind"] = "Table",
            ["apiVersion"] = "meta.k8s.io/v1",
            ["metadata"] = new JsonObject { ["resourceVersion"] = resourceVersion },
            ["columnDefinitions"] = withColumns ? new JsonArray([.. columns.Select(column => column.ToJson())]) : new JsonArray(),
            ["rows"] = new JsonArray([.. items.Select(item => Row(request, item, columns, include))]),
        };
    }

    public static JsonObject Bookmark(JsonObject metadata) => new()
    {
        ["kind"] = "Table",
        ["apiVersion"] = "meta.k8s.io/v1",
        ["metadata"] = new JsonObject { ["resourceVersion"] = metadata.Text("resourceVersion") },
        ["columnDefinitions"] = new JsonArray(),
        ["rows"] = new JsonArray(new JsonObject
        {
            ["cells"] = new JsonArray(),
            ["object"] = new JsonObject { ["kind"] = "PartialObjectMetadata", ["apiVersion"] = "meta.k8s.io/v1", ["metadata"] = metadata },
        }),
    };

    private static JsonObject Row(ApiRequest request, StoredObject item, IReadOnlyList<TableColumn> columns, string include)
    {
        var full = ObjectWriter.Full(request.Resource, item);
        using var document = JsonDocument.Parse(full);
        var row = new JsonObject { ["cells"] = new JsonArray([.. columns.Select(column => column.Cell(document.RootElement))]) };
        if (include is "" or "Metadata") row["object"] = ObjectWriter.Partial(item);
        if (include is "Object") row["object"] = Json.ParseObject(full);
        return row;
    }
}
