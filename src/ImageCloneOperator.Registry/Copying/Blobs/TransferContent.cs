using System.Net;

namespace ImageCloneOperator.Registry.Copying.Blobs;

/// <summary>A request body of known length that is written while it is read elsewhere.</summary>
internal sealed class TransferContent(long size, Func<Stream, Task> write) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => write(stream);

    protected override bool TryComputeLength(out long length)
    {
        length = size;
        return true;
    }
}
