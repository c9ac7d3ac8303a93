using System.Formats.Tar;
using System.Text.Json.Nodes;

namespace ImageCloneOperator.Registry.Tests.Support;

/// <summary>A folder for OCI layouts, and a look at them without the code under test.</summary>
internal sealed class LayoutFolder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("layout-").FullName;

    public string Path(string name) => System.IO.Path.Combine(_root, name);

    public string Folder(string image, string name = "backup") => $"oci:{Path(name)}:{image}";

    public string Archive(string image, string name = "backup.tar") => $"oci-archive:{Path(name)}:{image}";

    public JsonArray Index(string name = "backup") =>
        JsonNode.Parse(File.ReadAllBytes(System.IO.Path.Combine(Path(name), "index.json")))!["manifests"]!.AsArray();

    public string BlobPath(string digest, string name = "backup") =>
        System.IO.Path.Combine(Path(name), "blobs", "sha256", digest["sha256:".Length..]);

    public void AssertHas(SampleManifest image, string name = "backup")
    {
        Assert.Equal(image.Content, File.ReadAllBytes(BlobPath(image.Digest, name)));
        foreach (var blob in image.Blobs) Assert.Equal(blob.Content, File.ReadAllBytes(BlobPath(blob.Digest, name)));
        foreach (var child in image.Children) AssertHas(child, name);
    }

    public void Unpack(string archive = "backup.tar", string name = "backup")
    {
        Directory.CreateDirectory(Path(name));
        TarFile.ExtractToDirectory(Path(archive), Path(name), overwriteFiles: true);
    }

    public void Pack(string name = "backup", string archive = "backup.tar") =>
        TarFile.CreateFromDirectory(Path(name), Path(archive), includeBaseDirectory: false);

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
