namespace ImageCloneOperator.Testing.Registry.Storage;

/// <summary>Repositories that live as long as the process.</summary>
internal sealed class NoRepositoryFiles : IRepositoryFiles
{
    public void BlobLinked(string repository, string digest)
    {
    }

    public void BlobUnlinked(string repository, string digest)
    {
    }

    public void ManifestStored(string repository, StoredManifest manifest)
    {
    }

    public void ManifestRemoved(string repository, string digest)
    {
    }

    public void TagSet(string repository, string tag, string digest)
    {
    }

    public void TagRemoved(string repository, string tag)
    {
    }
}
