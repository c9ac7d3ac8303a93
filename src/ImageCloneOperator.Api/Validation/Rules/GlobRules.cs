using FluentValidation;

namespace ImageCloneOperator.Api.Validation.Rules;

internal static class GlobRules
{
    /// <summary>A glob that can never match a full repository would silently select nothing.</summary>
    public static void CanMatchRepository<T>(this IRuleBuilder<T, string> rule) => rule.Custom((glob, context) =>
    {
        if (Error(glob) is { } message) context.AddFailure(message);
    });

    /// <summary>*** would be read as ** and *, which is never what is meant.</summary>
    public static void HasKnownWildcards<T>(this IRuleBuilder<T, string> rule) => rule.Custom((glob, context) =>
    {
        if (WildcardError(glob) is { } message) context.AddFailure(message);
    });

    private static string? Error(string glob)
    {
        var slash = glob.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 && !glob.Contains("**", StringComparison.Ordinal))
        {
            return $"'{glob}' never matches, since repositories are written in full: write docker.io/library/{glob} or **/{glob}";
        }

        return WildcardError(glob) ?? (slash < 0 ? null : PathError(glob, glob[slash..]) ?? HubError(glob[..slash], glob[slash..]));
    }

    private static string? WildcardError(string glob) =>
        glob.Contains("***", StringComparison.Ordinal) ? $"'{glob}' has ***: write * (within a part) or ** (across parts)" : null;

    private static string? PathError(string glob, string path)
    {
        if (glob == path || glob.EndsWith('/') || path.Contains("//", StringComparison.Ordinal))
            return $"'{glob}' has an empty part: write registry/repository, such as docker.io/library/*";
        if (path.Contains(':', StringComparison.Ordinal)) return $"'{glob}' names a tag: write the repository alone, tags are for tagRules";
        return path.Any(char.IsAsciiLetterUpper) ? $"'{glob}' never matches, since repositories are lower-case" : null;
    }

    private static string? HubError(string registry, string path) => registry is "index.docker.io" or "registry-1.docker.io"
        ? $"'{registry}{path}' never matches, since this registry is known as docker.io: write docker.io{path}"
        : null;
}
