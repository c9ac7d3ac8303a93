using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Schemas;
using ImageCloneOperator.Testing.KubeApi.Schemas.BuiltIn;

namespace ImageCloneOperator.Testing.KubeApi.OpenApi;

/// <summary>The named schemas of a document: the kinds, their lists, and all that these refer to.</summary>
internal sealed class OpenApiDefinitions
{
    private const string Meta = "io.k8s.apimachinery.pkg.apis.meta.v1.";

    private static readonly string[] Common = [Meta + "DeleteOptions", Meta + "Status", Meta + "ListMeta"];

    private readonly SortedDictionary<string, JsonObject> _written = new(StringComparer.Ordinal);

    public JsonObject Write(IReadOnlyList<OpenApiResource> resources)
    {
        foreach (var name in Common) Define(BuiltInKinds.Definition(name));
        _written[Meta + "Patch"] = new JsonObject
        {
            ["description"] = "Patch is provided to give a concrete name and type to the Kubernetes PATCH request body.",
            ["type"] = "object",
        };
        foreach (var resource in resources) Kind(resource);
        return new JsonObject(_written.Select(schema => KeyValuePair.Create(schema.Key, (JsonNode?)schema.Value)));
    }

    private void Kind(OpenApiResource resource)
    {
        var kind = resource.Kind;
        var schema = Node(kind.Root with { Definition = null });
        schema["x-kubernetes-group-version-kind"] = GroupVersionKind(kind.Group, kind.Version, kind.Kind);
        _written[resource.SchemaName] = schema;
        _written[resource.ListSchemaName] = new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray("items"),
            ["properties"] = new JsonObject
            {
                ["apiVersion"] = new JsonObject { ["type"] = "string" },
                ["kind"] = new JsonObject { ["type"] = "string" },
                ["metadata"] = OpenApiParts.Reference(Meta + "ListMeta"),
                ["items"] = new JsonObject { ["type"] = "array", ["items"] = OpenApiParts.Reference(resource.SchemaName) },
            },
            ["x-kubernetes-group-version-kind"] = GroupVersionKind(kind.Group, kind.Version, resource.ListKind),
        };
    }

    public static JsonArray GroupVersionKind(string group, string version, string kind) =>
        new(new JsonObject { ["group"] = group, ["kind"] = kind, ["version"] = version });

    private void Define(Schema schema)
    {
        if (schema.Definition is not { } name || _written.ContainsKey(name)) return;

        // Entered before its fields are written, because definitions may refer to themselves.
        var json = _written[name] = [];
        foreach (var (key, value) in Node(
            schema with { Definition = null, Default = null, PatchStrategy = PatchStrategy.Replace, Description = null }).ToArray())
        {
            json[key] = value?.DeepClone();
        }
    }

    private JsonObject Node(Schema schema)
    {
        if (schema.Definition is not { } name) return Inline(schema);
        Define(schema);
        var extras = new JsonObject();
        SchemaKeywords.WriteUse(schema, extras);
        if (extras.Count == 0) return OpenApiParts.Reference(name);
        extras["allOf"] = new JsonArray(OpenApiParts.Reference(name));
        return extras;
    }

    private JsonObject Inline(Schema schema)
    {
        var json = new JsonObject();
        SchemaKeywords.WriteUse(schema, json);
        SchemaKeywords.WriteType(schema, json);
        SchemaKeywords.WriteBounds(schema, json);
        if (schema.Properties.Count > 0)
        {
            json["properties"] = new JsonObject(
                schema.Properties.Select(field => KeyValuePair.Create(field.Key, (JsonNode?)Node(field.Value))));
        }

        if (schema.Items is { } items) json["items"] = Node(items);
        if (schema.AdditionalProperties is { } values) json["additionalProperties"] = Node(values);
        Junctors(schema, json);
        return json;
    }

    private void Junctors(Schema schema, JsonObject json)
    {
        foreach (var (name, branches) in ((string, IReadOnlyList<Schema>)[])[
            ("allOf", schema.AllOf),
            ("anyOf", schema.AnyOf),
            ("oneOf", schema.OneOf),
        ])
        {
            if (branches.Count > 0) json[name] = new JsonArray([.. branches.Select(Node)]);
        }

        if (schema.Not is { } not) json["not"] = Node(not);
        if (schema.Nullable && schema.Format != "date-time") json["nullable"] = true;
    }
}
