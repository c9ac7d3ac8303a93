namespace ImageCloneOperator.Testing.Registry.Faults;

/// <summary>Counts and shapes what is read of a request.</summary>
internal sealed class RequestBodyStream(Stream body, BodyShape? shape, Action<int> count) : ForwardingStream
{
    public override bool CanRead => true;

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (shape is not null)
            buffer = buffer[..await shape.AllowAsync(buffer.Length, cancellationToken)];
        var read = await body.ReadAsync(buffer, cancellationToken);
        count(read);
        if (shape is not null)
            await shape.PassedAsync(read, cancellationToken);
        return read;
    }
}
