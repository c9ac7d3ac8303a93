using ImageCloneOperator.Registry.Protocol;
using ImageCloneOperator.Registry.Transport;

namespace ImageCloneOperator.Registry.Copying;

/// <summary>Reads a blob from any offset on, and goes on by itself where a connection broke.</summary>
internal sealed class BlobReader(ImageSource source, Descriptor blob, RetryPolicy retry, RegistryClientOptions options, TimeProvider time) : IDisposable
{
    private BlobBody? body;
    private TimeBound? bound;
    private long toSkip;
    private int failures;

    /// <summary>Where the next byte comes from.</summary>
    public long Position { get; private set; }

    public void Seek(long offset)
    {
        if (offset == Position) return;
        Close();
        Position = offset;
    }

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var read = await TryReadAsync(buffer, cancellationToken);
                if (read == 0) throw new EndOfStreamException($"the body ended at byte {Position} of {blob.Size}");
                failures = 0;
                return read;
            }
            catch (Exception e) when (IsBreak(e, cancellationToken))
            {
                Close();
                if (++failures >= options.MaxAttempts) throw Broken(e);
            }

            await retry.DelayAsync(failures, cancellationToken);
        }
    }

    public void Dispose() => Close();

    private static bool IsBreak(Exception e, CancellationToken cancellationToken) =>
        e is IOException or HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private async ValueTask<int> TryReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (body is null)
        {
            body = await source.OpenAsync(blob, Position, cancellationToken);
            toSkip = body.Skip;
            bound = new TimeBound(options.IdleTimeout, time, cancellationToken);
        }

        while (true)
        {
            bound!.Restart(options.IdleTimeout);
            var read = await body.Stream.ReadAsync(buffer, bound.Token);
            var skipped = (int)Math.Min(read, toSkip);
            toSkip -= skipped;
            if (read > 0 && skipped == read) continue;
            buffer[skipped..read].CopyTo(buffer);
            Position += read - skipped;
            bound.Restart(Timeout.InfiniteTimeSpan);
            return read - skipped;
        }
    }

    private RegistryException Broken(Exception e) => new(
        RegistryErrorKind.Unreachable,
        source.Origin.Session.Operation($"read blob {blob.Digest}"),
        e is OperationCanceledException ? $"the body stood still at byte {Position} of {blob.Size}" : $"the connection broke at byte {Position} of {blob.Size} ({e.Message})",
        e);

    private void Close()
    {
        bound?.Dispose();
        body?.Dispose();
        (bound, body) = (null, null);
    }
}
