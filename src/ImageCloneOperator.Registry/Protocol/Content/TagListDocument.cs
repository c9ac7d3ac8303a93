using System.Text.Json;

namespace ImageCloneOperator.Registry.Protocol.Content;

/// <summary>The tags of a repository as a registry lists them (distribution-spec, Listing Tags).</summary>
internal sealed class TagListDocument
{
    /// <summary>Null where an empty repository is listed so.</summary>
    public List<string>? Tags { get; set; }

    public static IReadOnlyList<string> Read(ReadOnlyMemory<byte> body, RegistryOperation operation)
    {
        try
        {
            return JsonSerializer.Deserialize(body.Span, RegistryJson.Default.TagListDocument)?.Tags ?? [];
        }
        catch (JsonException malformed)
        {
            throw new RegistryException(RegistryErrorKind.Corrupt, operation, "the registry's list of tags is malformed", malformed);
        }
    }
}
