using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Protocol;
using ImageCloneOperator.Registry.Protocol.Content;

namespace ImageCloneOperator.Registry.Copying.Blobs;

/// <summary>Gets one blob to the target in the cheapest way: known to be there, mounted from another repository, or sent.</summary>
internal sealed class BlobCopier(CopyContext context)
{
    /// <summary>From here on a HEAD costs little beside the transfer that it may save.</summary>
    private const long Large = 1 << 20;
    private const int MountsTried = 3;

    private readonly RegistryRepository _target = context.Target;
    private readonly BlobInfoCache _known = context.Shared.Known;

    /// <param name="blob">What to copy.</param>
    /// <param name="verify">Believe only the registry itself about what it has.</param>
    /// <param name="cancellationToken">Ends the copy; others that wait for this blob then send it themselves.</param>
    public async Task<BlobOutcome> EnsureAsync(Descriptor blob, bool verify, CancellationToken cancellationToken)
    {
        using var span = RegistryTracing.Source.StartActivity("copy blob");
        span?.SetTag("digest", blob.Digest.ToString()).SetTag("size", blob.Size);
        var outcome = await LandAsync(blob, verify, cancellationToken);
        span?.SetTag("outcome", outcome.ToString());
        return outcome;
    }

    private async Task<BlobOutcome> LandAsync(Descriptor blob, bool verify, CancellationToken cancellationToken)
    {
        if (!verify && _known.Has(context.TargetHost, context.TargetRepository, blob.Digest)) return BlobOutcome.Reused;
        if (verify)
        {
            if (await _target.Blobs.ExistsAsync(blob, cancellationToken)) return Landed(blob, BlobOutcome.Reused);
            // The registry may have said that it had mounted it. It is not asked to again.
            _known.ForbidMounts(context.TargetHost, blob.Digest);
        }

        var start = await MountAsync(blob, cancellationToken);
        while (start != UploadStart.Mounted)
        {
            var outcome = BlobOutcome.Reused;
            var sent = await context.Shared.InFlight.TryRunAsync(
                context.TargetHost,
                blob.Digest,
                async () => outcome = await FindOrSendAsync(blob, start?.Location, cancellationToken),
                cancellationToken);
            if (sent) return outcome;
            if (_known.Has(context.TargetHost, context.TargetRepository, blob.Digest)) return BlobOutcome.Reused;
            start = await MountAsync(blob, cancellationToken) ?? start;
        }

        return Landed(blob, BlobOutcome.Mounted);
    }

    /// <returns>Mounted, or an upload to send it by, or none when there is nowhere to mount from.</returns>
    private async Task<UploadStart?> MountAsync(Descriptor blob, CancellationToken cancellationToken)
    {
        foreach (var from in MountSources(blob.Digest))
        {
            var start = await TryMountAsync(blob.Digest, from, cancellationToken);
            if (start == UploadStart.Mounted) return start;
            // It is gone there, or may not be mounted from there: no use in trying it again.
            _known.Forget(context.TargetHost, from, blob.Digest);
            if (start is not null) return start;
        }

        return null;
    }

    /// <summary>Token servers may refuse a token for two repositories at once; that must not fail what a plain upload can do.</summary>
    private async Task<UploadStart?> TryMountAsync(Digest digest, string from, CancellationToken cancellationToken)
    {
        try
        {
            return await _target.Uploads.MountAsync(digest, from, cancellationToken);
        }
        catch (RegistryException e) when (e.IsRefusal)
        {
            return null;
        }
    }

    private IEnumerable<string> MountSources(Digest digest)
    {
        if (!_known.IsMountable(context.TargetHost, digest)) return [];
        var known = _known.Find(context.TargetHost, context.TargetRepository, digest).Take(MountsTried);
        var source = context.Source.Origin.Session.Repository;
        return context.IsSameRegistry && source != context.TargetRepository ? known.Prepend(source).Distinct() : known;
    }

    private async Task<BlobOutcome> FindOrSendAsync(Descriptor blob, Uri? location, CancellationToken cancellationToken)
    {
        // Somebody may have landed it between our look and our turn.
        if (_known.Has(context.TargetHost, context.TargetRepository, blob.Digest)) return BlobOutcome.Reused;
        if (location is null)
        {
            var start = await FindAsync(blob, cancellationToken);
            if (start == UploadStart.Mounted) return Landed(blob, BlobOutcome.Reused);
            location = start?.Location ?? await _target.Uploads.StartAsync(cancellationToken);
        }

        await SendAsync(blob, location, cancellationToken);
        return Landed(blob, BlobOutcome.Sent);
    }

    /// <summary>Looks for the blob in the target repository: a small one in the same request that opens its upload.</summary>
    private async Task<UploadStart?> FindAsync(Descriptor blob, CancellationToken cancellationToken)
    {
        var traits = _target.Session.Traits;
        if (blob.Size < Large && !traits.RefusesSelfMounts && _known.IsMountable(context.TargetHost, blob.Digest))
        {
            if (await _target.Uploads.MountAsync(blob.Digest, context.TargetRepository, cancellationToken) is { } start) return start;
            traits.RefusesSelfMounts = true;
        }

        return await _target.Blobs.ExistsAsync(blob, cancellationToken) ? UploadStart.Mounted : null;
    }

    private async Task SendAsync(Descriptor blob, Uri location, CancellationToken cancellationToken)
    {
        if (blob.EmbeddedContent is { } content)
        {
            await _target.Uploads.CommitAsync(location, blob.Digest, content, cancellationToken);
            context.Progress.Sent(content.Length, content.Length);
            return;
        }

        if (blob.Size >= Large) await _target.Session.Limits.LargeUploads.EnterAsync(cancellationToken);
        try
        {
            using var relay = new BlobTransfer(context, blob);
            await relay.RunAsync(location, cancellationToken);
        }
        finally
        {
            if (blob.Size >= Large) _target.Session.Limits.LargeUploads.Leave(wentWell: true);
        }
    }

    private BlobOutcome Landed(Descriptor blob, BlobOutcome outcome)
    {
        _known.Add(context.TargetHost, context.TargetRepository, blob.Digest);
        return outcome;
    }
}
