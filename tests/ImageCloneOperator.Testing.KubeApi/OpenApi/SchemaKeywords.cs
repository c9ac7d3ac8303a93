using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Schemas;
using ImageCloneOperator.Testing.KubeApi.Schemas.Definitions;

namespace ImageCloneOperator.Testing.KubeApi.OpenApi;

/// <summary>The keywords of one schema, without those that hold other schemas.</summary>
internal static class SchemaKeywords
{
    /// <summary>What may differ between two uses of the same definition.</summary>
    public static void WriteUse(Schema schema, JsonObject json)
    {
        if (schema.Description is { } description) json["description"] = description;
        if (schema.Default is { } value) json["default"] = value.DeepClone();
        if (schema.PatchMergeKey is { } key) json["x-kubernetes-patch-merge-key"] = key;
        if (schema.PatchStrategy != PatchStrategy.Replace) json["x-kubernetes-patch-strategy"] = Strategy(schema.PatchStrategy);
    }

    public static void WriteType(Schema schema, JsonObject json)
    {
        if (schema.Type != SchemaType.Any) json["type"] = schema.Type.ToString().ToLowerInvariant();
        if (schema.Format is { } format) json["format"] = format;
        if (schema.Required.Count > 0) json["required"] = new JsonArray([.. schema.Required.Select(name => (JsonNode)name)]);
        if (schema.Enum.Count > 0) json["enum"] = new JsonArray([.. schema.Enum.Select(value => value?.DeepClone())]);
        if (schema.IntOrString) json["x-kubernetes-int-or-string"] = true;
        if (schema.PreserveUnknownFields) json["x-kubernetes-preserve-unknown-fields"] = true;
        if (schema.EmbeddedResource) json["x-kubernetes-embedded-resource"] = true;
        if (schema.AtomicMap) json["x-kubernetes-map-type"] = "atomic";
        if (schema.Type == SchemaType.Array && (schema.ListType != ListType.Atomic || schema.PatchMergeKey is null))
            json["x-kubernetes-list-type"] = schema.ListType.ToString().ToLowerInvariant();
        if (schema.ListMapKeys.Count > 0)
            json["x-kubernetes-list-map-keys"] = new JsonArray([.. schema.ListMapKeys.Select(name => (JsonNode)name)]);
        if (schema.Rules.Count > 0) json["x-kubernetes-validations"] = new JsonArray([.. schema.Rules.Select(Rule)]);
    }

    public static void WriteBounds(Schema schema, JsonObject json)
    {
        Set(json, "pattern", schema.Pattern);
        Set(json, "minimum", schema.Minimum);
        Set(json, "maximum", schema.Maximum);
        Set(json, "exclusiveMinimum", schema.ExclusiveMinimum ? true : null);
        Set(json, "exclusiveMaximum", schema.ExclusiveMaximum ? true : null);
        Set(json, "multipleOf", schema.MultipleOf);
        Set(json, "minLength", schema.MinLength);
        Set(json, "maxLength", schema.MaxLength);
        Set(json, "minItems", schema.MinItems);
        Set(json, "maxItems", schema.MaxItems);
        Set(json, "minProperties", schema.MinProperties);
        Set(json, "maxProperties", schema.MaxProperties);
    }

    private static void Set(JsonObject json, string name, JsonNode? value)
    {
        if (value is not null) json[name] = value;
    }

    private static string Strategy(PatchStrategy strategy) => strategy switch
    {
        PatchStrategy.Merge => "merge",
        PatchStrategy.RetainKeys => "retainKeys",
        _ => "merge,retainKeys",
    };

    private static JsonObject Rule(CelRule rule)
    {
        var json = new JsonObject { ["rule"] = rule.Rule };
        Set(json, "message", rule.Message);
        Set(json, "messageExpression", rule.MessageExpression);
        Set(json, "reason", rule.Reason);
        Set(json, "fieldPath", rule.FieldPath);
        return json;
    }
}
