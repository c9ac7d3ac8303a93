namespace ImageCloneOperator.Generator.Tests;

public sealed class DependencyListTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory();

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void Packages_are_listed_with_licence_and_use()
    {
        AddPackage("Shipped", """<license type="expression">MIT</license>""");
        AddPackage("Analyzer", """<license type="file">LICENSE.txt</license>""");
        AddPackage("TestOnly", "<licenseUrl>https://example.com/licence</licenseUrl>");
        AddPackage("OfTheSdk", "");
        AddProject("src/App", """ "Shipped/1.0.0": {"type": "package", "runtime": {}}, "Analyzer/1.0.0": {"type": "package"}, "OfTheSdk/1.0.0": {"type": "package"} """);
        AddProject(
            "tests/App.Tests",
            """ "TestOnly/1.0.0": {"type": "package", "runtime": {}}, "Shipped/1.0.0": {"type": "package", "runtime": {}} """);

        var rows = DependencyList.Of(_root.FullName).Split('\n').Where(line => line.StartsWith('|')).Skip(2);

        Assert.Equal(
            [
                "| Analyzer | 1.0.0 | its file LICENSE.txt | building |",
                "| Shipped | 1.0.0 | MIT | the program |",
                "| TestOnly | 1.0.0 | https://example.com/licence | tests |",
            ],
            rows);
    }

    private void AddPackage(string name, string licence) => Write(
        $"packages/{name}/{name}.nuspec",
        $"""<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata><id>{name}</id>{licence}</metadata></package>""");

    private void AddProject(string folder, string target)
    {
        Write($"{folder}/{Path.GetFileName(folder)}.csproj", "<Project />");
        var libraries = string.Join(", ", Directory.GetDirectories(Path.Combine(_root.FullName, "packages"))
            .Select(package => Path.GetFileName(package)).Select(name => $$""" "{{name}}/1.0.0": {"path": "{{name}}"} """));
        var packages = Path.Combine(_root.FullName, "packages");
        Write($"{folder}/obj/project.assets.json", $$"""
            {
              "targets": {"net10.0": { {{target}} } },
              "libraries": { {{libraries}} },
              "packageFolders": {"{{packages}}": {} },
              "project": {"frameworks": {"net10.0": {"dependencies": {"OfTheSdk": {"autoReferenced": true} } } } }
            }
            """);
    }

    private void Write(string path, string content)
    {
        var file = Path.Combine(_root.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }
}
