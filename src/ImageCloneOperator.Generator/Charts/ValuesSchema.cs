using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageCloneOperator.Generator.Charts;

/// <summary>
/// Puts the schema of policies into that of the chart's values, so that helm refuses a wrong policy by the name of its field.
/// </summary>
internal static class ValuesSchema
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Update(string file, JsonObject policySpec)
    {
        var schema = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        schema["definitions"]!["policySpec"] = Plain(policySpec);
        File.WriteAllText(file, schema.ToJsonString(Readable) + "\n");
    }

    /// <summary>Without Kubernetes' extensions, and with unknown fields refused, which API servers would drop without a word.</summary>
    private static JsonObject Plain(JsonObject schema)
    {
        var plain = new JsonObject();
        foreach (var (keyword, value) in schema.Where(entry => !entry.Key.StartsWith("x-kubernetes-", StringComparison.Ordinal)))
        {
            plain[keyword] = (keyword, value) switch
            {
                ("properties", JsonObject properties) => new JsonObject(properties.Select(property =>
                    KeyValuePair.Create<string, JsonNode?>(property.Key, Plain(property.Value!.AsObject())))),
                ("items" or "additionalProperties", JsonObject nested) => Plain(nested),
                _ => value?.DeepClone(),
            };
        }

        if (plain.ContainsKey("properties")) plain["additionalProperties"] = false;
        return plain;
    }
}
