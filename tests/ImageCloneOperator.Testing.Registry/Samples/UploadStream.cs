using ImageCloneOperator.Testing.Registry.Faults;
using ImageCloneOperator.Testing.Registry.Storage;

namespace ImageCloneOperator.Testing.Registry.Samples;

/// <summary>An upload as something to write to.</summary>
internal sealed class UploadStream(UploadSession session) : ForwardingStream
{
    public override bool CanWrite => true;

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        session.AppendAsync(buffer);
}
