using System.Text.Json.Nodes;

namespace ImageCloneOperator.DevCluster.Api.Schemas;

/// <summary>Defaults of built-in definitions that depend on other fields; the table holds the constant ones.</summary>
internal static class BuiltInDefaults
{
    private static readonly Dictionary<string, Action<JsonObject>> Steps = new(StringComparer.Ordinal);

    public static void Apply(string definition, JsonObject obj)
    {
        if (Steps.TryGetValue(definition, out var step)) step(obj);
    }
}
