namespace ImageCloneOperator.Registry.Protocol;

/// <summary>All that can be done with one repository.</summary>
internal sealed class RegistryRepository
{
    public RegistryRepository(RepositorySession session)
    {
        Session = session;
        Manifests = new ManifestClient(session);
        Blobs = new BlobClient(session);
        Uploads = new UploadClient(session);
        Referrers = new ReferrerClient(session, Manifests);
    }

    public RepositorySession Session { get; }

    public ManifestClient Manifests { get; }

    public BlobClient Blobs { get; }

    public UploadClient Uploads { get; }

    public ReferrerClient Referrers { get; }
}
