using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Schemas.BuiltIn;

namespace ImageCloneOperator.Testing.KubeApi.Schemas.Definitions;

/// <summary>Turns a CustomResourceDefinition into what the API server serves.</summary>
public static class CustomResourceDefinitions
{
    private const string ObjectMeta = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

    private static readonly PrinterColumn Age = new("Age", "date", ".metadata.creationTimestamp");

    /// <summary>The served versions, in the order of the CRD.</summary>
    public static IReadOnlyList<KindSchema> Kinds(JsonObject crd) =>
        [.. crd.Objects("spec", "versions").Where(version => version.Flag("served") == true).Select(version => Kind(crd, version))];

    private static KindSchema Kind(JsonObject crd, JsonObject version) =>
        new(crd.Text("spec", "group")!, version.Text("name")!, crd.Text("spec", "names", "kind")!, Root(version))
        {
            Custom = true,
            HasRules = version.At("schema")?.ToJsonString().Contains("\"x-kubernetes-validations\":[{", StringComparison.Ordinal) ?? false,
            HasStatus = version.At("subresources", "status") is not null,
            Columns = Columns(version),
        };

    private static Schema Root(JsonObject version)
    {
        var root = SchemaParser.Parse(version.Object("schema", "openAPIV3Schema") ?? []);
        root.Properties["apiVersion"] = new Schema { Type = SchemaType.String };
        root.Properties["kind"] = new Schema { Type = SchemaType.String };
        root.Properties["metadata"] = Metadata(root.Properties.GetValueOrDefault("metadata"));
        return root;
    }

    // A CRD may narrow metadata.name with a pattern or a length; the rest of metadata is the server's.
    private static Schema Metadata(Schema? declared)
    {
        var meta = BuiltInKinds.Definition(ObjectMeta);
        if (declared is null || declared.Properties.Count == 0) return meta;
        var properties = meta.Properties.ToDictionary(StringComparer.Ordinal);
        foreach (var (name, schema) in declared.Properties) properties[name] = schema;
        return meta with { Properties = properties };
    }

    private static PrinterColumn[] Columns(JsonObject version)
    {
        var declared = version.Objects("additionalPrinterColumns").Select(Column).ToArray();
        return declared.Length > 0 ? declared : [Age];
    }

    private static PrinterColumn Column(JsonObject json) => new(json.Text("name")!, json.Text("type")!, json.Text("jsonPath")!)
    {
        Format = json.Text("format") ?? "",
        Description = json.Text("description") ?? "",
        Priority = (int)(json.Integer("priority") ?? 0),
    };
}
