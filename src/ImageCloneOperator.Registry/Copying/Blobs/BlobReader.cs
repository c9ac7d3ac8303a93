using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Protocol;
using ImageCloneOperator.Registry.Protocol.Content;
using ImageCloneOperator.Registry.Transport;
using ImageCloneOperator.Registry.Transport.Limits;

namespace ImageCloneOperator.Registry.Copying.Blobs;

/// <summary>Reads a blob from any offset on, and goes on by itself where a connection broke.</summary>
internal sealed class BlobReader(ImageSource source, Descriptor blob, SourcePace pace, RetryPolicy retry) : IDisposable
{
    private BlobBody? _body;
    private TimeBound? _bound;
    private long _toSkip;
    private int _failures;

    /// <summary>The offset of the next byte.</summary>
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
                _failures = 0;
                return read;
            }
            catch (Exception e) when (IsBreak(e, cancellationToken))
            {
                Close();
                if (++_failures >= source.Origin.Session.Options.MaxAttempts) throw Broken(e);
            }

            await retry.DelayAsync(_failures, cancellationToken);
        }
    }

    public void Dispose() => Close();

    private static bool IsBreak(Exception e, CancellationToken cancellationToken) =>
        e is IOException or HttpRequestException or InvalidDataException
        || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private async ValueTask<int> TryReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (pace.IsTooSlow) throw TooSlow();
        if (_body is null)
        {
            _body = await source.OpenAsync(blob, Position, cancellationToken);
            _toSkip = _body.Skip;
            _bound = new TimeBound(source.Origin.Session.Options.IdleTimeout, source.Origin.Session.Time, cancellationToken);
        }

        while (true)
        {
            _bound!.Restart(source.Origin.Session.Options.IdleTimeout);
            var read = await ReadOnceAsync(buffer);
            if (pace.IsTooSlow) throw TooSlow();
            var skipped = (int)Math.Min(read, _toSkip);
            _toSkip -= skipped;
            if (read > 0 && skipped == read) continue;
            buffer[skipped..read].CopyTo(buffer);
            Position += read - skipped;
            _bound.Restart(Timeout.InfiniteTimeSpan);
            return read - skipped;
        }
    }

    private async ValueTask<int> ReadOnceAsync(Memory<byte> buffer)
    {
        var read = 0;
        pace.ReadBegins();
        try
        {
            return read = await _body!.Stream.ReadAsync(buffer, _bound!.Token);
        }
        finally
        {
            pace.ReadEnds(read);
        }
    }

    private RegistryException TooSlow() => new(
        RegistryErrorKind.Unreachable,
        source.Origin.Session.Operation($"read blob {blob.Digest}"),
        $"the source sent less than {ByteText.Of(pace.LeastBytesPerSecond)} a second, averaged over a minute",
        advice: "Others are copied first, and it is tried again; --min-source-throughput of the operator says how slow a source may be.");

    private RegistryException Broken(Exception e) => new(
        RegistryErrorKind.Unreachable,
        source.Origin.Session.Operation($"read blob {blob.Digest}"),
        e is OperationCanceledException
            ? $"the body stood still at byte {Position} of {blob.Size}"
            : $"the connection broke at byte {Position} of {blob.Size} ({e.Message})",
        e);

    private void Close()
    {
        _bound?.Dispose();
        _body?.Dispose();
        (_bound, _body) = (null, null);
    }
}
