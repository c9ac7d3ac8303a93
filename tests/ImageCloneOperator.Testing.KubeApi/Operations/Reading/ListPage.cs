using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Storage;

namespace ImageCloneOperator.Testing.KubeApi.Operations.Reading;

/// <summary>Part of a list, with what the next part is asked for with.</summary>
internal sealed record ListPage(IReadOnlyList<StoredObject> Items, long Revision, string Continue, long? Remaining)
{
    public JsonObject ListMeta()
    {
        var metadata = new JsonObject { ["resourceVersion"] = Revision.ToString() };
        if (Continue.Length > 0) metadata["continue"] = Continue;
        if (Remaining is { } count) metadata["remainingItemCount"] = count;
        return metadata;
    }
}
