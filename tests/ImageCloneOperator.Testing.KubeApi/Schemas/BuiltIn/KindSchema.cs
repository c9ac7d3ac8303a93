using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Schemas.Definitions;
using ImageCloneOperator.Testing.KubeApi.Schemas.Reading;

namespace ImageCloneOperator.Testing.KubeApi.Schemas.BuiltIn;

/// <summary>What the API server knows about one kind at one version: its schema and the steps that every write takes, in this order:
/// <see cref="Prune"/>, <see cref="Default"/>, <see cref="Validate"/>.</summary>
public sealed record KindSchema(string Group, string Version, string Kind, Schema Root)
{
    /// <summary>True for a CRD's kind: strategic merge patches are refused with 415.</summary>
    public bool Custom { get; init; }

    public bool HasStatus { get; init; }

    public IReadOnlyList<PrinterColumn> Columns { get; init; } = [];

    /// <summary>Whether CEL rules stand anywhere in the schema.</summary>
    public bool HasRules { get; init; }

    private static readonly FieldError RulesNotChecked = FieldError.Invalid("<nil>", null,
        "some validation rules were not checked because the object was invalid; correct the existing errors to complete validation");

    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>Drops undeclared fields in place and returns their paths, in the order of the document.</summary>
    public IReadOnlyList<string> Prune(JsonObject obj) => Pruning.Prune(Root, obj);

    /// <summary>Fills in what the client left out, in place.</summary>
    public void Default(JsonObject obj) => Defaulting.Apply(Root, obj);

    /// <summary>
    /// Everything that is wrong with the object; <paramref name="old"/> is the stored one on an update, for transition rules and immutable
    /// fields.
    /// </summary>
    public IReadOnlyList<FieldError> Validate(JsonObject obj, JsonObject? old)
    {
        if (!Custom) return [.. BuiltInValidation.Validate(this, obj, old)];
        var errors = SchemaValidation.Validate(Root, obj);
        if (errors.Count == 0) return Cel.CelRules.Validate(Root, obj, old);
        return HasRules ? [.. errors, RulesNotChecked] : errors;
    }

    /// <summary>
    /// Why a typed field cannot be decoded, which a real server answers with 400; null when all can. A CRD's own fields are for
    /// <see cref="Validate"/>.
    /// </summary>
    public string? DecodeError(JsonObject obj)
    {
        var problem = Custom ? Decoding.Problem(Root.Properties["metadata"], obj["metadata"], "") : Decoding.Problem(Root, obj, "");
        return problem is null ? null : $"{Kind} in version \"{Version}\" cannot be handled as a {Kind}: {problem}";
    }
}
