using System.Text.RegularExpressions;

namespace ImageCloneOperator.Architecture.Tests;

public sealed partial class FolderTests
{
    private const int MaxFiles = 15;

    /// <summary>Folders whose types all others of the project may use, although they use these.</summary>
    private static readonly Dictionary<string, string> Shared = new(StringComparer.Ordinal)
    {
        ["src/ImageCloneOperator.Registry"] =
            "the public face: its options and its exception are said in the folders below, which it hides",
    };

    [Fact]
    public void Folders_hold_at_most_15_files()
    {
        Assert.Empty(SourceFile.Product
            .GroupBy(file => file.Folder)
            .Where(folder => folder.Count() > MaxFiles)
            .Select(folder => folder.Key));
    }

    [Fact]
    public void Folders_of_a_project_do_not_use_each_other()
    {
        Assert.Empty(SourceFile.Product.GroupBy(file => file.Project).SelectMany(Cycles));
    }

    /// <summary>A type is known by its name: two of one project with one name would be reported, not missed.</summary>
    private static IEnumerable<string> Cycles(IEnumerable<SourceFile> project)
    {
        var files = project.Where(file => !Shared.ContainsKey(file.Folder)).ToList();
        var types = files.SelectMany(file => Declaration().Matches(file.Text), (file, match) => (match.Groups[1].Value, file.Folder))
            .ToLookup(type => type.Value, type => type.Folder, StringComparer.Ordinal);
        var uses = files.SelectMany(file => Words(file), (file, word) => (file, word))
            .SelectMany(
                use => types[use.word], (use, folder) => (From: use.file.Folder, To: folder, By: $"{use.file.Name} names {use.word}"))
            .Where(use => use.From != use.To)
            .ToLookup(use => (use.From, use.To), use => use.By);

        return
            from use in uses
            let back = (From: use.Key.To, To: use.Key.From)
            where uses.Contains(back) && string.CompareOrdinal(use.Key.From, back.From) < 0
            select $"{use.Key.From} and {back.From}: {string.Join(", ", use.Take(5))}; {string.Join(", ", uses[back].Take(5))}";
    }

    private static IEnumerable<string> Words(SourceFile file) =>
        Word().Matches(Literal().Replace(file.Code, "")).Select(match => match.Groups[1].Value).Distinct(StringComparer.Ordinal);

    [GeneratedRegex(
        @"^(?:(?:public|internal|static|sealed|abstract|partial|readonly|ref)\s+)*(?:class|record struct|record|struct|interface|enum)\s+(\w+)",
        RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex("\"(?:[^\"\\\\\\n]|\\\\.)*\"")]
    private static partial Regex Literal();

    /// <summary>A name that stands first in an expression or a type, and declares no property.</summary>
    [GeneratedRegex(@"(?<![\w.])([A-Z]\w*)\b(?!\s*\{ ?(?:get|init))")]
    private static partial Regex Word();
}
