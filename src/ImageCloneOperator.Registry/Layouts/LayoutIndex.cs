using System.Text.Json;
using System.Text.Json.Nodes;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Protocol.Content;

namespace ImageCloneOperator.Registry.Layouts;

/// <summary>A layout's <c>index.json</c>: its images by name. What others have written in it stays as it is.</summary>
internal sealed class LayoutIndex
{
    public const string FileName = "index.json";

    /// <summary>A bound on memory: many thousands of images.</summary>
    public const int MaxBytes = 32 << 20;

    private const string RefName = "org.opencontainers.image.ref.name";
    private const string ContainerdName = "io.containerd.image.name";

    private readonly JsonObject _document;

    private LayoutIndex(JsonObject document, IReadOnlyList<Descriptor> entries) => (_document, Entries) = (document, entries);

    public static LayoutIndex Empty { get; } = new(
        new JsonObject { ["schemaVersion"] = 2, ["mediaType"] = MediaTypes.OciIndex, ["manifests"] = new JsonArray() }, []);

    public IReadOnlyList<Descriptor> Entries { get; }

    public IEnumerable<string> Names => Entries.Select(NameOf).OfType<string>();

    /// <exception cref="FormatException">It is no index.</exception>
    public static LayoutIndex Read(byte[] content)
    {
        try
        {
            var documents = JsonSerializer.Deserialize(content, RegistryJson.Default.ManifestDocument)?.Manifests;
            var json = JsonNode.Parse(content, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) as JsonObject;
            if (json is null || documents is null) throw new FormatException("it lists no manifests");
            return new LayoutIndex(
                json, [.. documents.Select(entry => entry?.ToDescriptor() ?? throw new FormatException("an entry is null"))]);
        }
        catch (JsonException malformed)
        {
            throw new FormatException(malformed.Message, malformed);
        }
    }

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(_document, RegistryJson.Default.JsonObject);

    public static string? NameOf(Descriptor entry) => entry.Annotations?.GetValueOrDefault(RefName);

    /// <summary>The image of this name. No name means the only image, or the one that has none.</summary>
    public Descriptor? Find(string name)
    {
        if (name.Length > 0) return Entries.FirstOrDefault(entry => NameOf(entry) == name) ?? FindByContainerd(name);
        return Entries.Count == 1 ? Entries[0] : Entries.FirstOrDefault(entry => NameOf(entry) is null && entry.ArtifactType is null);
    }

    /// <summary>This name, or an image without one, is now this manifest.</summary>
    public LayoutIndex With(Descriptor manifest, string name)
    {
        var old = Entries.FirstOrDefault(
            entry => name.Length == 0 ? NameOf(entry) is null && entry.Digest == manifest.Digest : NameOf(entry) == name);
        if (old?.Digest == manifest.Digest) return this;
        var (document, entries) = ((JsonObject)_document.DeepClone(), Entries.ToList());
        var listed = document["manifests"]!.AsArray();
        if (old is not null)
        {
            listed.RemoveAt(entries.IndexOf(old));
            entries.Remove(old);
        }

        var entry = manifest with { Annotations = AnnotationsOf(name) };
        listed.Add(JsonSerializer.SerializeToNode(DescriptorDocument.From(entry), RegistryJson.Default.DescriptorDocument));
        return new LayoutIndex(document, [.. entries, entry]);
    }

    /// <summary>What docker save and BuildKit write beside a tag.</summary>
    private Descriptor? FindByContainerd(string name) =>
        Entries.FirstOrDefault(entry => entry.Annotations?.GetValueOrDefault(ContainerdName) == name);

    private static Dictionary<string, string?>? AnnotationsOf(string name)
    {
        if (name.Length == 0) return null;
        // With the second containerd loads the archive under the very names that pods use.
        return IsFullName(name)
            ? new Dictionary<string, string?> { [RefName] = name, [ContainerdName] = name }
            : new Dictionary<string, string?> { [RefName] = name };
    }

    private static bool IsFullName(string name) =>
        name.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash
        && DockerHub.LooksLikeRegistry(name[..slash])
        && ImageReference.TryParse(name, out _, out _);
}
