using ImageCloneOperator.Registry.Transport;

namespace ImageCloneOperator.Registry.Protocol;

/// <summary>A blob being read. Its request's turn at the host lasts until this is disposed.</summary>
internal sealed class BlobBody(RegistryResponse response, Stream stream) : IDisposable
{
    public Stream Stream { get; } = stream;

    /// <summary>Bytes to drop before the wanted ones begin.</summary>
    public long Skip { get; init; }

    public void Dispose() => response.Dispose();
}
