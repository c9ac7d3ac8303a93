using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Schemas.Definitions;

namespace ImageCloneOperator.Testing.KubeApi.Schemas;

/// <summary>
/// A structural schema: of a CRD, or of a built-in kind. Definitions may be recursive, so nodes share their property tables.
/// </summary>
public sealed record Schema
{
    /// <summary>The definition's name, such as <c>io.k8s.api.core.v1.Container</c>; null for an inline schema.</summary>
    public string? Definition { get; init; }

    public SchemaType Type { get; init; }

    public string? Description { get; init; }

    public string? Format { get; init; }

    public JsonNode? Default { get; init; }

    public bool Nullable { get; init; }

    public bool PreserveUnknownFields { get; init; }

    public bool EmbeddedResource { get; init; }

    public bool IntOrString { get; init; }

    public Dictionary<string, Schema> Properties { get; init; } = new(StringComparer.Ordinal);

    /// <summary>In the order of declaration, which is the order of errors.</summary>
    public List<string> Required { get; init; } = [];

    public Schema? Items { get; init; }

    /// <summary>The values' schema when this is a map from string.</summary>
    public Schema? AdditionalProperties { get; init; }

    public IReadOnlyList<JsonNode?> Enum { get; init; } = [];

    public string? Pattern { get; init; }

    public double? Minimum { get; init; }

    public double? Maximum { get; init; }

    public bool ExclusiveMinimum { get; init; }

    public bool ExclusiveMaximum { get; init; }

    public double? MultipleOf { get; init; }

    public long? MinLength { get; init; }

    public long? MaxLength { get; init; }

    public long? MinItems { get; init; }

    public long? MaxItems { get; init; }

    public long? MinProperties { get; init; }

    public long? MaxProperties { get; init; }

    public bool UniqueItems { get; init; }

    public IReadOnlyList<Schema> AllOf { get; init; } = [];

    public IReadOnlyList<Schema> AnyOf { get; init; } = [];

    public IReadOnlyList<Schema> OneOf { get; init; } = [];

    public Schema? Not { get; init; }

    public ListType ListType { get; init; }

    public IReadOnlyList<string> ListMapKeys { get; init; } = [];

    /// <summary><c>x-kubernetes-map-type: atomic</c>: the whole object has one owner.</summary>
    public bool AtomicMap { get; init; }

    public PatchStrategy PatchStrategy { get; init; }

    public string? PatchMergeKey { get; init; }

    public IReadOnlyList<CelRule> Rules { get; init; } = [];

    public bool IsMap => Type == SchemaType.Object && AdditionalProperties is not null;

    /// <summary>The schema of a property, declared or of a map; null when the field is unknown.</summary>
    public Schema? Field(string name) => Properties.GetValueOrDefault(name) ?? AdditionalProperties;
}
