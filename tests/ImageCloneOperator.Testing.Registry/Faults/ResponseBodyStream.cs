namespace ImageCloneOperator.Testing.Registry.Faults;

/// <summary>Counts and shapes what is written of an answer.</summary>
internal sealed class ResponseBodyStream(Stream body, BodyShape? shape, Action<int> count) : ForwardingStream
{
    public override bool CanWrite => true;

    public override Task FlushAsync(CancellationToken cancellationToken) => body.FlushAsync(cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (shape is not null)
            return WriteShapedAsync(shape, buffer, cancellationToken);
        count(buffer.Length);
        return body.WriteAsync(buffer, cancellationToken);
    }

    private static ReadOnlyMemory<byte> Damage(ReadOnlyMemory<byte> part, int at)
    {
        if (at < 0)
            return part;
        var damaged = part.ToArray();
        damaged[at] ^= 1;
        return damaged;
    }

    private async ValueTask WriteShapedAsync(BodyShape shape, ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        while (buffer.Length > 0)
        {
            // What came before the break shall arrive.
            await body.FlushAsync(cancellationToken);
            var allowed = await shape.AllowAsync(buffer.Length, cancellationToken);
            var part = Damage(buffer[..allowed], shape.DamageIn(allowed));
            await body.WriteAsync(part, cancellationToken);
            count(allowed);
            await shape.PassedAsync(allowed, cancellationToken);
            buffer = buffer[allowed..];
        }
    }
}
