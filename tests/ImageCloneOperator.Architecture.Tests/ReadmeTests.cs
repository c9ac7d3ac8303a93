using System.Text.RegularExpressions;

namespace ImageCloneOperator.Architecture.Tests;

public sealed partial class ReadmeTests
{
    public static TheoryData<string> Readmes() =>
        [.. Projects("src").Concat(Projects("tests").Where(project => File.Exists(Readme(project))))];

    public static TheoryData<string> Products() => [.. Projects("src")];

    [Theory]
    [MemberData(nameof(Products))]
    public void Folder_table_equals_the_folders(string project)
    {
        var listed = Listed(project).ToList();
        var folders = SourceFile.Product
            .Where(file => file.Project == project && file.Folder != project)
            .Select(file => file.Folder[(project.Length + 1)..])
            .ToHashSet(StringComparer.Ordinal);

        Assert.Equal(
            folders.Select(Top).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            listed.Where(IsTop).Order(StringComparer.Ordinal));
        Assert.Subset(folders, listed.Where(folder => !IsTop(folder)).ToHashSet(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Readmes))]
    public void Files_that_a_readme_names_exist(string project)
    {
        var missing = SourcePath().Matches(File.ReadAllText(Readme(project)))
            .Select(match => match.Groups[1].Value)
            .Where(file => !File.Exists(Checkout.PathOf(project, file)));

        Assert.Empty(missing);
    }

    private static IEnumerable<string> Listed(string project) => File.ReadLines(Readme(project))
        .SkipWhile(line => !line.StartsWith("| folder |", StringComparison.Ordinal))
        .Skip(2)
        .TakeWhile(line => line.StartsWith('|'))
        .SelectMany(line => line.Split('|')[1].Split(','))
        .Select(folder => folder.Trim(' ', '`'))
        .Where(folder => folder != "(root)");

    private static string Top(string folder) => folder.Split('/')[0];

    private static bool IsTop(string folder) => !folder.Contains('/', StringComparison.Ordinal);

    private static IEnumerable<string> Projects(string folder) =>
        Directory.EnumerateDirectories(Checkout.PathOf(folder))
            .Select(path => $"{folder}/{Path.GetFileName(path)}")
            .Order(StringComparer.Ordinal);

    private static string Readme(string project) => Checkout.PathOf(project, "README.md");

    [GeneratedRegex(@"`([\w/]+\.cs)`")]
    private static partial Regex SourcePath();
}
