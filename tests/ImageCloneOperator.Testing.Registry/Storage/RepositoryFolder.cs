namespace ImageCloneOperator.Testing.Registry.Storage;

/// <summary>
/// Repositories as files: <c>repositories/&lt;name&gt;/_blobs|_manifests|_tags/…</c>. No component of a name begins with an underscore.
/// </summary>
internal sealed class RepositoryFolder(string folder) : IRepositoryFiles
{
    private const string Blobs = "_blobs";
    private const string Manifests = "_manifests";
    private const string Tags = "_tags";
    private const string MediaTypeSuffix = ".type";

    private readonly string _root = Path.Combine(folder, "repositories");
    private bool _loaded;

    public void BlobLinked(string repository, string digest) => Write(repository, Blobs, digest, []);

    public void BlobUnlinked(string repository, string digest) => Delete(repository, Blobs, digest);

    public void ManifestStored(string repository, StoredManifest manifest)
    {
        // The bytes come last: a manifest is there once its file without a suffix is.
        Write(repository, Manifests, manifest.Digest + MediaTypeSuffix, System.Text.Encoding.UTF8.GetBytes(manifest.MediaType));
        Write(repository, Manifests, manifest.Digest, manifest.Bytes.Span);
    }

    public void ManifestRemoved(string repository, string digest)
    {
        Delete(repository, Manifests, digest);
        Delete(repository, Manifests, digest + MediaTypeSuffix);
    }

    public void TagSet(string repository, string tag, string digest) =>
        Write(repository, Tags, tag, System.Text.Encoding.UTF8.GetBytes(digest));

    public void TagRemoved(string repository, string tag) => Delete(repository, Tags, tag);

    /// <summary>Fills the repositories with what an earlier process left.</summary>
    public void Load(Func<string, Repository> repositoryOf)
    {
        Directory.CreateDirectory(_root);
        foreach (var file in Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories))
        {
            var part = Path.GetDirectoryName(file)!;
            var repository = repositoryOf(
                Path.GetRelativePath(_root, Path.GetDirectoryName(part)!).Replace(Path.DirectorySeparatorChar, '/'));
            Load(repository, Path.GetFileName(part), file);
        }
        _loaded = true;
    }

    private static void Load(Repository repository, string part, string file)
    {
        var name = Path.GetFileName(file).Replace('=', ':');
        if (part == Blobs)
            repository.LinkBlob(name);
        else if (part == Tags)
            repository.Tag(name, File.ReadAllText(file));
        else if (part == Manifests && !name.EndsWith(MediaTypeSuffix, StringComparison.Ordinal))
            repository.Store(Read(name, file));
    }

    private static StoredManifest Read(string digest, string file)
    {
        var bytes = File.ReadAllBytes(file);
        return new StoredManifest(digest, File.ReadAllText(file + MediaTypeSuffix), bytes, ManifestSummary.Parse(bytes));
    }

    private void Write(string repository, string part, string name, ReadOnlySpan<byte> content)
    {
        // What is being loaded is there already.
        if (!_loaded)
            return;
        var path = PathOf(repository, part, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }

    private void Delete(string repository, string part, string name) => File.Delete(PathOf(repository, part, name));

    private string PathOf(string repository, string part, string name) => Path.Combine(_root, repository, part, name.Replace(':', '='));
}
