using System.Text.Json.Nodes;

namespace ImageCloneOperator.Testing.Invalid;

/// <summary>An object of ours that is wrong in one place, and what each that judges it should answer.</summary>
/// <param name="Name">Of the object; it tells the case among the others.</param>
/// <param name="Field">The field that is wrong.</param>
/// <param name="Says">Part of what our validators say of it.</param>
/// <param name="IsReadable">False where the object does not fit our types.</param>
/// <param name="Schema">Part of what the API server answers; null where a schema cannot tell.</param>
public sealed record InvalidObject(string Name, JsonObject Manifest, string Field, string Says, bool IsReadable, string? Schema)
{
    public string Kind => (string)Manifest["kind"]!;

    public string Spec => Manifest["spec"]!.ToJsonString();
}
