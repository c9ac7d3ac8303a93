using System.Text.Json.Nodes;

namespace ImageCloneOperator.Testing.KubeApi.Resources;

/// <summary>Events are stored in their core/v1 form and served in both.</summary>
internal static class EventConversion
{
    private static readonly (string Core, string New)[] Renamed =
    [
        ("involvedObject", "regarding"), ("message", "note"), ("reportingComponent", "reportingController"),
        ("source", "deprecatedSource"), ("firstTimestamp", "deprecatedFirstTimestamp"), ("lastTimestamp", "deprecatedLastTimestamp"),
        ("count", "deprecatedCount"),
    ];

    public static void ToNew(JsonObject obj)
    {
        foreach (var (core, name) in Renamed) Rename(obj, core, name);
    }

    public static void ToCore(JsonObject obj)
    {
        foreach (var (core, name) in Renamed) Rename(obj, name, core);
    }

    private static void Rename(JsonObject obj, string from, string to)
    {
        if (obj.Remove(from, out var value)) obj[to] = value;
    }
}
