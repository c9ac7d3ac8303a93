using System.Text.Json.Nodes;

namespace ImageCloneOperator.DevCluster.Api.Schemas;

/// <summary>What the API server knows about one kind at one version: its schema and the steps that every write takes, in this order:
/// <see cref="Prune"/>, <see cref="Default"/>, <see cref="Validate"/>.</summary>
public sealed record KindSchema(string Group, string Version, string Kind, Schema Root)
{
    /// <summary>True for a CRD's kind: strategic merge patches are refused with 415.</summary>
    public bool Custom { get; init; }

    public bool HasStatus { get; init; }

    public IReadOnlyList<PrinterColumn> Columns { get; init; } = [];

    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>Drops undeclared fields in place and returns their paths, in the order of the document.</summary>
    public IReadOnlyList<string> Prune(JsonObject obj) => Pruning.Prune(Root, obj);

    /// <summary>Fills in what the client left out, in place.</summary>
    public void Default(JsonObject obj) => Defaulting.Apply(Root, obj);

    /// <summary>Everything that is wrong with the object; <paramref name="old"/> is the stored one on an update, for transition rules and immutable fields.</summary>
    public IReadOnlyList<FieldError> Validate(JsonObject obj, JsonObject? old)
    {
        var errors = SchemaValidation.Validate(Root, obj);
        return errors;
    }
}
