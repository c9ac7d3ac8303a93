namespace ImageCloneOperator.Testing.Registry.Storage;

/// <summary>Told of every change of a repository, so that it outlives the process.</summary>
internal interface IRepositoryFiles
{
    void BlobLinked(string repository, string digest);

    void BlobUnlinked(string repository, string digest);

    void ManifestStored(string repository, StoredManifest manifest);

    void ManifestRemoved(string repository, string digest);

    void TagSet(string repository, string tag, string digest);

    void TagRemoved(string repository, string tag);
}
