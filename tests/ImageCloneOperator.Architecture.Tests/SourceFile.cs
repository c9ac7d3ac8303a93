using System.Text.RegularExpressions;

namespace ImageCloneOperator.Architecture.Tests;

/// <summary>A C# file of this repository, by its path from the root.</summary>
internal sealed partial record SourceFile(string Path, string Text)
{
    public static IReadOnlyList<SourceFile> Product { get; } = [.. Below("src")];

    public static IReadOnlyList<SourceFile> Host { get; } = [.. Below("src", "ImageCloneOperator")];

    public static IReadOnlyList<SourceFile> Tests { get; } = [.. Below("tests")];

    public string Name => System.IO.Path.GetFileName(Path);

    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    public string Project => string.Join('/', Path.Split('/').Take(2));

    /// <summary>The file's text without its comments.</summary>
    public string Code { get; } = Comment().Replace(Text, "");

    public bool IsIn(string folder) => Path.StartsWith(folder + "/", StringComparison.Ordinal);

    private static IEnumerable<SourceFile> Below(params string[] folder) =>
        from file in Directory.EnumerateFiles(Checkout.PathOf(folder), "*.cs", SearchOption.AllDirectories)
        let path = System.IO.Path.GetRelativePath(Checkout.Root, file).Replace('\\', '/')
        where !path.Split('/').Any(part => part is "bin" or "obj")
        orderby path
        select new SourceFile(path, File.ReadAllText(file));

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
