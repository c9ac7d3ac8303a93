using System.Buffers;
using System.Net;
using ImageCloneOperator.Registry.Protocol;
using ImageCloneOperator.Registry.Protocol.Content;
using ImageCloneOperator.Registry.Transport;
using ImageCloneOperator.Registry.Transport.Connections;
using ImageCloneOperator.Registry.Transport.Limits;

namespace ImageCloneOperator.Registry.Copying.Blobs;

/// <summary>
/// Streams one blob from source to target through one buffer, hashing each byte once. After a break it goes on from what the target holds.
/// </summary>
internal sealed class BlobTransfer(CopyContext context, Descriptor blob) : IDisposable
{
    private const int BufferSize = 256 * 1024;

    /// <summary>From this size on the bytes cost more than the round trip that may save them.</summary>
    private const long WorthAsking = 1 << 20;
    private static readonly TimeSpan CancelTimeout = TimeSpan.FromSeconds(2);

    private readonly BlobReader _reader = new(context.Source, blob, context.Pace, context.Retry);
    private readonly UploadClient _uploads = context.Target.Uploads;
    private readonly BlobHash _hash = new(blob.Digest, context.Source.Origin.Session.Operation($"read blob {blob.Digest}"));
    private long _furthest;
    private long _sentInTry;
    private long _lost;
    private bool _startedOver;
    private bool _refused;
    private bool _inParts;
    private bool _showsPatchAlone;
    private RegistryException? _sourceFailure;

    private HostTraits Traits => context.Target.Session.Traits;

    private bool InParts => _inParts || Traits.TakesBlobsByPatch;

    public async Task RunAsync(Uri location, CancellationToken cancellationToken)
    {
        var state = new UploadState(location, 0);
        try
        {
            for (var budget = new RetryBudget(context.Options, context.Time); ;)
            {
                if (await TrySendAsync(state, cancellationToken) is not { } failure)
                {
                    Traits.TakesBlobsByPatch |= _showsPatchAlone;
                    return;
                }

                // The reply may have been lost after the registry stored the blob.
                if (_furthest == blob.Size && await context.Target.Blobs.ExistsAsync(blob, cancellationToken)) return;
                if (IsFinal(failure) || !budget.Spend(failure.StatusCode)) throw failure;
                await context.Retry.DelayAsync(budget.Failures, cancellationToken);
                var next = await NextAsync(failure, state, cancellationToken);
                if (next.Received > state.Received) budget.Renew();
                else NoteLoss(failure);
                state = next;
            }
        }
        catch
        {
            await TryCancelAsync(state.Location);
            throw;
        }
    }

    public void Dispose()
    {
        _reader.Dispose();
        _hash.Dispose();
    }

    /// <returns>What went wrong, or none.</returns>
    private async Task<RegistryException?> TrySendAsync(UploadState state, CancellationToken cancellationToken)
    {
        using var watch = new TimeBound(Timeout.InfiniteTimeSpan, context.Time, cancellationToken);
        _sentInTry = 0;
        try
        {
            await SendAsync(state, watch);
            return null;
        }
        catch (RegistryException e)
        {
            return _sourceFailure ?? e;
        }
        catch (Exception e) when (e is IOException or HttpRequestException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return _sourceFailure ?? Broken(e);
        }
    }

    /// <summary>
    /// A whole blob goes in one request, which most registries take; the rest of one, or all of it where the registry wants that, is
    /// appended and then committed.
    /// </summary>
    private async Task SendAsync(UploadState state, TimeBound watch)
    {
        var location = state.Location;
        if (state.Received == 0 && !InParts)
        {
            await _uploads.CommitAsync(location, blob.Digest, BodyFrom(0, watch), watch.Token);
            return;
        }

        if (state.Received < blob.Size)
        {
            location = await _uploads.AppendAsync(
                location, blob.Digest, state.Received, blob.Size - 1, BodyFrom(state.Received, watch), watch.Token);
        }

        watch.Restart(context.Options.CommitTimeout);
        await _uploads.CommitAsync(location, blob.Digest, [], watch.Token);
    }

    /// <summary>
    /// A registry that broke off is asked first too: it may have answered, and closed the connection before the answer could be read.
    /// </summary>
    private UploadBody BodyFrom(long offset, TimeBound watch) => new(
        () => new TransferContent(blob.Size - offset, stream => WriteAsync(stream, offset, watch)),
        AsksFirst: blob.Size - offset >= WorthAsking || _lost > 0);

    private async Task WriteAsync(Stream target, long from, TimeBound watch)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(blob.Size, BufferSize));
        try
        {
            if (blob.Size == 0) _hash.Verify();
            for (var position = from; position < blob.Size;)
            {
                var chunk = await ReadAsync(buffer, position, watch);
                var end = position + chunk.Length;
                // The last bytes are held back until the hash over all of them is right.
                if (end == blob.Size)
                {
                    _hash.Add(position, chunk.Span);
                    _hash.Verify();
                }

                watch.Restart(context.Options.IdleTimeout);
                var writing = target.WriteAsync(chunk, watch.Token);
                if (end < blob.Size) _hash.Add(position, chunk.Span);
                await writing;
                watch.Restart(Timeout.InfiniteTimeSpan);
                context.Progress.Sent(chunk.Length, Math.Max(0, end - _furthest));
                _furthest = Math.Max(_furthest, end);
                _sentInTry += chunk.Length;
                position = end;
            }

            watch.Restart(context.Options.CommitTimeout);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask<ReadOnlyMemory<byte>> ReadAsync(byte[] buffer, long position, TimeBound watch)
    {
        try
        {
            _reader.Seek(position);
            var read = await _reader.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, blob.Size - position)), watch.Token);
            await context.Shared.Bandwidth.TakeAsync(read, watch.Token);
            return buffer.AsMemory(0, read);
        }
        catch (RegistryException e)
        {
            _sourceFailure = e;
            throw;
        }
    }

    private bool IsFinal(RegistryException failure)
    {
        if (ReferenceEquals(failure, _sourceFailure)) return true;
        if (IsRefusalOfPut(failure)) return false;
        return failure.Kind switch
        {
            RegistryErrorKind.Corrupt => _startedOver,
            // A token may run out during a long upload; a second refusal means what it says.
            RegistryErrorKind.Unauthorized => _refused,
            RegistryErrorKind.RateLimited => failure.StatusCode is null,
            RegistryErrorKind.Unreachable or RegistryErrorKind.NotFound => false,
            _ => failure.StatusCode is not HttpStatusCode.RequestedRangeNotSatisfiable,
        };
    }

    /// <summary>A whole blob is sent in vain twice at most.</summary>
    private void NoteLoss(RegistryException failure)
    {
        if (failure.Kind != RegistryErrorKind.Unreachable || failure.StatusCode is not null) return;
        _lost += _sentInTry;
        if (_sentInTry > 0 && _lost >= 2 * blob.Size) throw BrokenAgain(failure);
    }

    /// <summary>The registry answered to a whole blob in one request as those do that take it in parts alone.</summary>
    private bool IsRefusalOfPut(RegistryException failure) =>
        !InParts && (int?)failure.StatusCode is 400 or 404 or 405 or 411 or 415 or 501;

    private async Task<UploadState> NextAsync(RegistryException failure, UploadState state, CancellationToken cancellationToken)
    {
        _refused |= failure.Kind == RegistryErrorKind.Unauthorized;
        _startedOver |= failure.Kind == RegistryErrorKind.Corrupt;
        if (!IsRefusalOfPut(failure))
        {
            return failure.Kind == RegistryErrorKind.Corrupt
                ? await StartOverAsync(cancellationToken)
                : await ResumeAsync(state, cancellationToken);
        }

        _inParts = true;
        // A lost upload and damage on the way have other causes too.
        _showsPatchAlone = failure.Kind is not (RegistryErrorKind.NotFound or RegistryErrorKind.Corrupt);
        return await StartOverAsync(cancellationToken);
    }

    /// <summary>Damage on the way is rare and often gone the second time; nothing of the first try is trusted.</summary>
    private async Task<UploadState> StartOverAsync(CancellationToken cancellationToken)
    {
        _reader.Seek(-1);
        _hash.Restart();
        return new UploadState(await _uploads.StartAsync(cancellationToken), 0);
    }

    /// <summary>A registry that knows nothing of the upload any more, or hangs upon it, gets all of it again.</summary>
    private async Task<UploadState> ResumeAsync(UploadState state, CancellationToken cancellationToken)
    {
        var found = await FindAsync(state.Location, cancellationToken);
        return found is { } known && known.Received <= _hash.Length
            ? known
            : new UploadState(await _uploads.StartAsync(cancellationToken), 0);
    }

    private async Task<UploadState?> FindAsync(Uri location, CancellationToken cancellationToken)
    {
        try
        {
            return await _uploads.FindAsync(location, cancellationToken);
        }
        catch (RegistryException e) when (e.Kind == RegistryErrorKind.Unreachable)
        {
            return null;
        }
    }

    private async Task TryCancelAsync(Uri location)
    {
        using var bound = new CancellationTokenSource(CancelTimeout, context.Time);
        try
        {
            await _uploads.CancelAsync(location, bound.Token);
        }
        catch (Exception e) when (e is RegistryException or OperationCanceledException)
        {
            // The registry drops forgotten uploads by itself.
        }
    }

    private static RegistryException BrokenAgain(RegistryException failure) => new(
        failure.Kind,
        failure.Operation,
        $"the registry broke off each time and kept nothing: {failure.Detail}",
        failure,
        "See whether the registry, or what stands before it, limits the size of uploads; it is tried again later.");

    private RegistryException Broken(Exception e) => new(
        RegistryErrorKind.Unreachable,
        context.Target.Session.Operation($"write blob {blob.Digest}"),
        e is OperationCanceledException
            ? $"the upload stood still at byte {_furthest} of {blob.Size}"
            : $"the connection broke at byte {_furthest} of {blob.Size} ({e.Message})",
        e);
}
