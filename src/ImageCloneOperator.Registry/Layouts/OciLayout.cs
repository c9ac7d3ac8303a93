using System.Text.Json;
using System.Text.Json.Nodes;
using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Registry.Layouts;

/// <summary>An OCI layout as a store: blobs by digest, and an index of names. Copies may use it at the same time.</summary>
internal abstract class OciLayout(string name)
{
    public const string Marker = "oci-layout";

    protected static readonly byte[] MarkerContent = """{"imageLayoutVersion":"1.0.0"}"""u8.ToArray();

    /// <summary>As people write it, in full.</summary>
    public string Name { get; } = name;

    /// <exception cref="RegistryException">It is there and is no layout.</exception>
    public abstract LayoutIndex ReadIndex();

    public abstract LayoutBlob? Find(Digest digest);

    /// <summary>Stores a blob under its digest once all of it is written.</summary>
    public abstract Task WriteAsync(Digest digest, Func<Stream, Task> write, CancellationToken cancellationToken);

    /// <summary>Replaces the index at once, and loses no change that another makes at the same time.</summary>
    public abstract Task UpdateAsync(Func<LayoutIndex, LayoutIndex> change, CancellationToken cancellationToken);

    /// <summary>Ends the writing: from now on others can read what was written.</summary>
    /// <param name="isWhole">Nothing failed. Else what was copied in vain is kept for the next try.</param>
    /// <param name="cancellationToken">Ends it, and leaves things as they were.</param>
    public virtual Task CompleteAsync(bool isWhole, CancellationToken cancellationToken) => Task.CompletedTask;

    public RegistryOperation Operation(string name) => new(name, Name, "");

    public RegistryException Fail(RegistryErrorKind kind, string detail, string advice) =>
        new(kind, Operation("use the OCI layout"), detail, advice: advice);

    public static string FileOf(Digest digest) => $"blobs/{digest.Algorithm}/{digest.Encoded}";

    protected LayoutIndex ParseIndex(byte[] content)
    {
        try
        {
            return LayoutIndex.Read(content);
        }
        catch (FormatException malformed)
        {
            throw Broken($"its {LayoutIndex.FileName} is malformed ({malformed.Message})");
        }
    }

    /// <exception cref="RegistryException">The layout is of a version that this program does not know.</exception>
    protected void CheckMarker(byte[] content)
    {
        string? version = null;
        try
        {
            version = (string?)JsonNode.Parse(content)?["imageLayoutVersion"];
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            // Said below.
        }

        if (version?.StartsWith("1.", StringComparison.Ordinal) is not true)
            throw Broken($"its file {Marker} does not say imageLayoutVersion 1.0.0");
    }

    protected RegistryException Broken(string detail) =>
        Fail(RegistryErrorKind.Unsupported, detail, "Make it again, with this program, skopeo or oras.");
}
