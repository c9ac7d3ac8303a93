using System.Diagnostics.CodeAnalysis;

namespace ImageCloneOperator.Core.Rules;

/// <summary>
/// A pattern with <c>*</c> (any characters but '/') and <c>**</c> (any characters; <c>**/</c> also nothing). Compiled once; matching is
/// linear in the text whatever the pattern, since patterns come from users.
/// </summary>
public sealed class Glob
{
    private readonly GlobProgram _program;

    private Glob(string pattern) => (Pattern, _program) = (pattern, GlobProgram.Compile(pattern));

    /// <summary>Matches every repository and every tag.</summary>
    public static Glob Everything { get; } = new("**");

    public string Pattern { get; }

    /// <summary>A glob on full repositories, such as <c>docker.io/library/*</c>. One that can never match is an error.</summary>
    public static bool TryParseRepository(
        string? pattern,
        [NotNullWhen(true)] out Glob? glob,
        [NotNullWhen(false)] out string? error) => TryParse(pattern, GlobErrors.InRepository(pattern), out glob, out error);

    /// <summary>A glob on tags, such as <c>*-snapshot</c>.</summary>
    public static bool TryParseTag(
        string? pattern,
        [NotNullWhen(true)] out Glob? glob,
        [NotNullWhen(false)] out string? error) => TryParse(pattern, GlobErrors.InTag(pattern), out glob, out error);

    public bool Matches(ReadOnlySpan<char> text) => _program.Matches(text);

    public override string ToString() => Pattern;

    private static bool TryParse(
        string? pattern,
        string? found,
        [NotNullWhen(true)] out Glob? glob,
        [NotNullWhen(false)] out string? error)
    {
        (glob, error) = found is null ? (new Glob(pattern!), null) : ((Glob?)null, found);
        return glob is not null;
    }
}
