namespace ImageCloneOperator.Core.Images;

/// <summary>The registry that names without a registry mean, and how Docker tells a registry from a repository.</summary>
public static class DockerHub
{
    public const string Registry = "docker.io";
    public const string Official = "library/";

    public static bool IsAlias(string registry) => registry is "index.docker.io" or "registry-1.docker.io";

    public static string Normalize(string registry) => IsAlias(registry) ? Registry : registry;

    /// <summary>Whether the word cannot begin a repository: it has a dot, a colon or an upper-case letter, or is localhost.</summary>
    public static bool LooksLikeRegistry(string first) =>
        first is "localhost" || first.AsSpan().IndexOfAny('.', ':') >= 0 || first.Any(char.IsAsciiLetterUpper);
}
