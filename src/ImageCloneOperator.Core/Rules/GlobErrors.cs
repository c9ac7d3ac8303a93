using System.Buffers;
using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Core.Rules;

/// <summary>
/// Says what is wrong with a glob, and what to write instead. A glob that can never match would silently back up nothing.
/// </summary>
internal static class GlobErrors
{
    private const int MaxLength = 512;

    private static readonly SearchValues<char> RepositoryChars =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-/*:[]");

    private static readonly SearchValues<char> TagChars =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-*");

    public static string? InRepository(string? pattern)
    {
        if (Common(pattern, RepositoryChars) is { } error) return error;

        var slash = pattern!.IndexOf('/', StringComparison.Ordinal);
        var path = slash < 0 ? "" : pattern[slash..];
        if (slash < 0 && !pattern.Contains("**", StringComparison.Ordinal))
            return $"glob '{pattern}' can never match, since repositories are full; write docker.io/library/{pattern} or **/{pattern}";
        if (slash == 0 || pattern.EndsWith('/') || path.Contains("//", StringComparison.Ordinal))
            return $"glob '{pattern}' has an empty part; write registry/repository, such as docker.io/library/*";
        if (path.Contains(':', StringComparison.Ordinal))
            return $"glob '{pattern}' has a tag; repositories are matched without it (tags are for tagRules)";
        if (path.Any(char.IsAsciiLetterUpper)) return $"glob '{pattern}' can never match, since repositories are lower-case";
        if (DockerHub.IsAlias(pattern[..int.Max(slash, 0)]))
            return $"glob '{pattern}' can never match, since its registry is known as docker.io; write docker.io{path}";
        return null;
    }

    public static string? InTag(string? pattern) => Common(pattern, TagChars);

    private static string? Common(string? pattern, SearchValues<char> allowed)
    {
        if (string.IsNullOrEmpty(pattern)) return "the glob is empty; write ** to match everything";
        if (pattern.Length > MaxLength) return $"the glob has {pattern.Length} characters; at most {MaxLength} are allowed";
        if (pattern.AsSpan().IndexOfAnyExcept(allowed) is >= 0 and var at)
            return $"glob '{pattern}' has the character '{pattern[at]}', which can never match; the wildcards are * and **";
        return pattern.Contains("***", StringComparison.Ordinal) ? $"glob '{pattern}' has ***; write * or **" : null;
    }
}
