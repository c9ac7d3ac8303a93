using System.Collections.Concurrent;
using ImageCloneOperator.Testing.Registry.Storage.Content;

namespace ImageCloneOperator.Testing.Registry.Storage;

/// <summary>Everything that a registry holds.</summary>
internal sealed class RegistryStore
{
    private readonly ConcurrentDictionary<string, Repository> _repositories = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, UploadSession> _sessions = new(StringComparer.Ordinal);
    private readonly IContentStore _contents;
    private readonly IRepositoryFiles _files;

    private RegistryStore(IContentStore contents, IRepositoryFiles files)
    {
        _contents = contents;
        _files = files;
    }

    public IEnumerable<string> RepositoryNames =>
        _repositories.Values.Where(repository => !repository.IsEmpty).Select(repository => repository.Name);

    public static RegistryStore InMemory() => new(new MemoryContentStore(), new NoRepositoryFiles());

    public static RegistryStore InFolder(string folder)
    {
        var files = new RepositoryFolder(folder);
        var store = new RegistryStore(new FolderContentStore(folder), files);
        files.Load(store.GetOrAdd);
        return store;
    }

    public Repository? Find(string name) => _repositories.GetValueOrDefault(name) is { IsEmpty: false } repository ? repository : null;

    public Repository GetOrAdd(string name) => _repositories.GetOrAdd(name, key => new Repository(key, _files));

    public IContent? FindBlob(string repository, string digest) =>
        Find(repository)?.HasBlob(digest) == true ? _contents.Find(digest) : null;

    /// <summary>The content wherever it is linked, for mounts that name no source.</summary>
    public bool HasBlobAnywhere(string digest) => _repositories.Values.Any(repository => repository.HasBlob(digest));

    public bool DeleteBlob(string repository, string digest)
    {
        if (Find(repository)?.UnlinkBlob(digest) != true)
            return false;
        if (!HasBlobAnywhere(digest))
            _contents.Remove(digest);
        return true;
    }

    public UploadSession StartUpload(string repository)
    {
        var session = new UploadSession(Guid.NewGuid().ToString("N"), repository, _contents.CreateWriter());
        _sessions[session.Id] = session;
        return session;
    }

    public UploadSession? FindUpload(string repository, string id) =>
        _sessions.GetValueOrDefault(id) is { } session && session.Repository == repository ? session : null;

    /// <summary>Ends the session and links the blob, or only ends it when the content has another digest.</summary>
    public async Task<bool> FinishAsync(UploadSession session, string digest, CancellationToken cancellationToken)
    {
        var whole = await session.TryCommitAsync(digest, cancellationToken);
        if (whole)
            GetOrAdd(session.Repository).LinkBlob(digest);
        return whole;
    }

    public void EndUpload(UploadSession session)
    {
        if (_sessions.TryRemove(session.Id, out _))
            session.Dispose();
    }
}
