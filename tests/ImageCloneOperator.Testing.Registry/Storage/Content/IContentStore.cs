namespace ImageCloneOperator.Testing.Registry.Storage.Content;

/// <summary>Blobs by digest, each held once however many repositories link to it.</summary>
internal interface IContentStore
{
    IContentWriter CreateWriter();

    IContent? Find(string digest);

    void Remove(string digest);
}
