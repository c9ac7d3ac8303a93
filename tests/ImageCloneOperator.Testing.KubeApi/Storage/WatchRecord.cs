namespace ImageCloneOperator.Testing.KubeApi.Storage;

/// <summary>One change: <paramref name="Object"/> is the new version, or the last one with the revision of its deletion.</summary>
internal sealed record WatchRecord(StoredObject Object, StoredObject? Previous, bool Deleted)
{
    public long Revision => Object.Revision;
}
