using ImageCloneOperator.Generator.Manifests;

namespace ImageCloneOperator.Generator.Tests;

public sealed class GeneratedFilesTests : IDisposable
{
    private static readonly string Root = Checkout.Root;
    private readonly DirectoryInfo _output = Directory.CreateTempSubdirectory();

    public void Dispose() => _output.Delete(recursive: true);

    [Fact]
    public async Task Checked_in_files_equal_what_types_generate()
    {
        CopyFolder(Path.Combine(Root, "config"), Path.Combine(_output.FullName, "config"));
        CopyFolder(Path.Combine(Root, "charts"), Path.Combine(_output.FullName, "charts"));

        await GeneratedFiles.WriteAsync(_output.FullName, CancellationToken.None);

        string[] files =
        [
            "config/crds/imageclone.dev_backuppolicies.yaml", "config/crds/imageclone.dev_imagebackups.yaml", "config/install.yaml",
            "docs/reference.md", .. Chart(Root),
        ];
        Assert.Equal(Chart(Root), Chart(_output.FullName));
        foreach (var file in files)
        {
            Assert.Equal(
                await File.ReadAllTextAsync(Path.Combine(Root, file)), await File.ReadAllTextAsync(Path.Combine(_output.FullName, file)));
        }
    }

    [Fact]
    public void A_kustomization_that_does_more_than_list_resources_is_refused()
    {
        File.WriteAllText(Kustomization.FileIn(_output.FullName), "resources: []\nnamePrefix: a-\n");

        var error = Assert.Throws<NotSupportedException>(() => Kustomization.Render(_output.FullName));

        Assert.Contains("'namePrefix'", error.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Chart(string root) =>
        Directory.EnumerateFiles(Path.Combine(root, "charts"), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(root, file))
            .Order(StringComparer.Ordinal);

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
