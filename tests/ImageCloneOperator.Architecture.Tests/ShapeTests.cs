using System.Text.RegularExpressions;

namespace ImageCloneOperator.Architecture.Tests;

/// <summary>Names and sizes.</summary>
public sealed partial class ShapeTests
{
    private const int MaxColumns = 140;
    private const int MaxLines = 300;
    private const int MaxParameters = 7;

    [Fact]
    public void Lines_have_at_most_140_columns()
    {
        Assert.Empty(All().SelectMany(LongLines));
    }

    [Fact]
    public void Files_have_at_most_300_lines()
    {
        Assert.Empty(All().Where(file => file.Text.Count(character => character == '\n') > MaxLines).Select(file => file.Path));
    }

    [Fact]
    public void Constructors_take_at_most_7_parameters()
    {
        var files =
            from file in SourceFile.Product
            where PrimaryConstructor()
                .Matches(file.Code)
                .Concat(Constructor().Matches(file.Code))
                .Any(match => Count(match) > MaxParameters)
            select file.Path;

        Assert.Empty(files);
    }

    [Fact]
    public void Public_types_have_names_of_their_own()
    {
        var twice = SourceFile.Product
            .SelectMany(
                file => PublicType().Matches(file.Code), (file, match) => (Name: match.Groups[1].Value + match.Groups[2].Value, file.Path))
            .Distinct()
            .GroupBy(type => type.Name)
            .Where(type => type.Count() > 1)
            .Select(type => type.Key);

        Assert.Empty(twice);
    }

    [Fact]
    public void Test_names_begin_with_their_subject()
    {
        var questions = SourceFile.Tests.SelectMany(
            file => Question().Matches(file.Code), (file, match) => $"{file.Path}: {match.Groups[1].Value}");

        Assert.Empty(questions);
    }

    private static IEnumerable<SourceFile> All() => SourceFile.Product.Concat(SourceFile.Tests);

    /// <summary>Raw strings of several lines are left out, in tests the text of all literals: input of a test stays in one piece.</summary>
    private static IEnumerable<string> LongLines(SourceFile file)
    {
        var isRaw = false;
        foreach (var (index, line) in file.Text.Split('\n').Index())
        {
            var wasRaw = isRaw;
            if (RawQuotes().Count(line) % 2 == 1) isRaw = !isRaw;
            var text = file.IsIn("tests") ? Literal().Replace(line, "") : line;
            if (!wasRaw && text.Length > MaxColumns) yield return $"{file.Path}:{index + 1}";
        }
    }

    private static int Count(Match constructor)
    {
        var (depth, count) = (0, 1);
        foreach (var character in constructor.Groups[1].Value)
        {
            if (character is '(' or '<' or '[') depth++;
            else if (character is ')' or '>' or ']') depth--;
            else if (character is ',' && depth == 0) count++;
        }

        return count;
    }

    [GeneratedRegex("\"{3}.*\"{3}|\"(?:[^\"\\\\]|\\\\.)*\"")]
    private static partial Regex Literal();

    [GeneratedRegex("\"{3,}")]
    private static partial Regex RawQuotes();

    [GeneratedRegex(@"\b(?:class|struct|record)\s+\w+(?:<[^>]*>)?\s*\(([^;{]*?)\)\s*(?:[:;{]|where\b)")]
    private static partial Regex PrimaryConstructor();

    [GeneratedRegex(@"^\s+(?:public|internal|private|protected)\s+[A-Z]\w*\(([^;{]*?)\)\s*(?:[:{]|=>)", RegexOptions.Multiline)]
    private static partial Regex Constructor();

    [GeneratedRegex(
        @"^public (?:(?:static|sealed|abstract|partial|readonly|ref) )*(?:class|record struct|record|struct|interface|enum) (\w+)(<[^>]*>)?",
        RegexOptions.Multiline)]
    private static partial Regex PublicType();

    [GeneratedRegex(
        @"^\s+public (?:static )?(?:async )?(?:void|Task|ValueTask|Property) ((?:What|Who|Whatever)(?:_\w*)?)\(", RegexOptions.Multiline)]
    private static partial Regex Question();
}
