using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Protocol.Content;

namespace ImageCloneOperator.Registry.Protocol;

/// <summary>Reads an image: from the mirror while it can, else from the registry itself.</summary>
internal sealed class ImageSource(RegistryRepository origin, RegistryRepository? mirror)
{
    public RegistryRepository Origin { get; } = origin;

    public async Task<ManifestHead?> HeadAsync(string reference, CancellationToken cancellationToken) =>
        await FromMirrorAsync(repository => repository.Manifests.HeadAsync(reference, cancellationToken))
        ?? await Origin.Manifests.HeadAsync(reference, cancellationToken);

    public async Task<Manifest?> FindAsync(string reference, CancellationToken cancellationToken) =>
        await FromMirrorAsync(repository => repository.Manifests.FindAsync(reference, cancellationToken))
        ?? await Origin.Manifests.FindAsync(reference, cancellationToken);

    public async Task<Manifest?> FindAsync(Descriptor child, CancellationToken cancellationToken) =>
        await FromMirrorAsync(repository => repository.Manifests.FindAsync(child, cancellationToken))
        ?? await Origin.Manifests.FindAsync(child, cancellationToken);

    public async Task<Manifest> GetAsync(string reference, CancellationToken cancellationToken) =>
        await FromMirrorAsync(repository => repository.Manifests.FindAsync(reference, cancellationToken))
        ?? await Origin.Manifests.GetAsync(reference, cancellationToken);

    public async Task<byte[]> ReadAsync(Descriptor blob, CancellationToken cancellationToken) =>
        await FromMirrorAsync<byte[]>(async repository => await repository.Blobs.ReadAsync(blob, cancellationToken))
        ?? await Origin.Blobs.ReadAsync(blob, cancellationToken);

    public async Task<BlobBody> OpenAsync(Descriptor blob, long offset, CancellationToken cancellationToken) =>
        await FromMirrorAsync<BlobBody>(async repository => await repository.Blobs.OpenAsync(blob, offset, cancellationToken))
        ?? await Origin.Blobs.OpenAsync(blob, offset, cancellationToken);

    /// <summary>Mirrors seldom know referrers, and an empty list from one would hide them.</summary>
    public Task<ReferrerList> ReferrersAsync(Digest subject, CancellationToken cancellationToken) =>
        FromOriginAsync(repository => repository.Referrers.ListAsync(subject, cancellationToken));

    /// <summary>A tag that need not be there, such as cosign's.</summary>
    public Task<ManifestHead?> HeadExtraAsync(string tag, CancellationToken cancellationToken) =>
        FromOriginAsync(repository => repository.Manifests.HeadAsync(tag, cancellationToken));

    /// <summary>The mirror serves where the registry itself cannot be reached.</summary>
    private async Task<T> FromOriginAsync<T>(Func<RegistryRepository, Task<T>> read)
    {
        try
        {
            return await read(Origin);
        }
        catch (RegistryException e) when (e.Kind == RegistryErrorKind.Unreachable && mirror is not null)
        {
            return await read(mirror);
        }
    }

    private async Task<T?> FromMirrorAsync<T>(Func<RegistryRepository, Task<T?>> read)
        where T : class
    {
        if (mirror is null) return null;
        try
        {
            return await read(mirror);
        }
        catch (RegistryException)
        {
            return null;
        }
    }
}
