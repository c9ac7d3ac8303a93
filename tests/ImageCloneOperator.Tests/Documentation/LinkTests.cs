using System.Text.RegularExpressions;

namespace ImageCloneOperator.Tests.Documentation;

public sealed partial class LinkTests
{
    public static TheoryData<string> Pages() =>
    [
        "README.md",
        .. Directory.EnumerateFiles(Checkout.PathOf("docs"), "*.md", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Checkout.Root, file)),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_leads_somewhere(string page)
    {
        var file = Checkout.PathOf(page);
        var broken = Link().Matches(Code().Replace(File.ReadAllText(file), ""))
            .Select(link => link.Groups["target"].Value)
            .Where(target => !target.StartsWith("https://", StringComparison.Ordinal) && !Exists(file, target));

        Assert.Empty(broken);
    }

    private static bool Exists(string page, string target)
    {
        var (path, anchor) = target.Split('#', 2) is [var before, var after] ? (before, after) : (target, "");
        var file = path.Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, path);
        if (anchor.Length == 0) return File.Exists(file) || Directory.Exists(file);
        return File.Exists(file)
            && Heading().Matches(File.ReadAllText(file)).Any(heading => Anchor(heading.Groups["text"].Value) == anchor);
    }

    private static string Anchor(string heading) => heading.Trim().ToLowerInvariant().Replace(' ', '-');

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();

    [GeneratedRegex("`[^`]*`", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Heading();
}
