using System.Net;
using ImageCloneOperator.Testing.Registry.Samples.Layers;

namespace ImageCloneOperator.Testing.Registry.Samples;

/// <summary>A request's body that is produced while it is sent.</summary>
internal sealed class WrittenContent(Func<Stream, CancellationToken, Task> write) : HttpContent
{
    /// <summary>Null until all is sent.</summary>
    public SampleBlob? Written { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await using var digesting = new DigestingStream(stream);
        await write(digesting, cancellationToken);
        Written = digesting.Written;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
