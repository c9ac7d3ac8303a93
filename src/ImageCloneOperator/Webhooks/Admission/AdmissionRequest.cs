using System.Text.Json;

namespace ImageCloneOperator.Webhooks.Admission;

/// <summary>A write that somebody asks for, before it happens.</summary>
internal sealed record AdmissionRequest
{
    public const string Create = "CREATE";
    public const string Update = "UPDATE";

    public string? Uid { get; init; }

    public RequestKind? Kind { get; init; }

    /// <summary>Empty or null where it is about the object itself.</summary>
    public string? SubResource { get; init; }

    public string? Name { get; init; }

    public string? Namespace { get; init; }

    public string? Operation { get; init; }

    public JsonElement Object { get; init; }

    /// <summary>The object as it is now; of an update alone.</summary>
    public JsonElement OldObject { get; init; }

    public override string ToString() => $"{Operation} {Kind?.Kind} {Namespace}/{Name}";
}
