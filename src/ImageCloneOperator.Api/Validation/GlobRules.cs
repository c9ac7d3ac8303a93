using FluentValidation;

namespace ImageCloneOperator.Api.Validation;

internal static class GlobRules
{
    /// <summary>A glob that can never match a full repository would silently select nothing.</summary>
    public static void CanMatchRepository<T>(this IRuleBuilder<T, string> rule) => rule.Custom((glob, context) =>
    {
        if (Error(glob) is { } message) context.AddFailure(message);
    });

    private static string? Error(string glob)
    {
        var slash = glob.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 && !glob.Contains("**", StringComparison.Ordinal))
        {
            return $"'{glob}' never matches, since repositories are written in full: write docker.io/library/{glob} or **/{glob}";
        }

        return slash >= 0 && glob[slash..].Contains(':', StringComparison.Ordinal)
            ? $"'{glob}' names a tag: write the repository alone, tags are for tagRules"
            : null;
    }
}
