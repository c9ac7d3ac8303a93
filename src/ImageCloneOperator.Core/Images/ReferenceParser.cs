namespace ImageCloneOperator.Core.Images;

/// <summary>Reads references as distribution/reference's ParseNormalizedNamed does, but says what is wrong.</summary>
internal static class ReferenceParser
{
    private const string DefaultTag = "latest";

    public static (ImageReference? Reference, string? Error) Parse(string? text)
    {
        if (string.IsNullOrEmpty(text)) return (null, "the image is empty; write it as [registry/]repository[:tag][@digest]");
        if (CommonMistake(text) is { } mistake) return (null, $"image '{ShortText.Of(text)}': {mistake}");

        var (named, digestText) = Cut(text, text.IndexOf('@', StringComparison.Ordinal));
        var colon = named.LastIndexOf(':');
        var (name, tag) = Cut(named, colon > named.LastIndexOf('/') ? colon : -1);
        var (registry, repository) = SplitName(name);
        if (Error(registry, repository, tag, digestText) is { } error) return (null, $"image '{ShortText.Of(text)}': {error}");

        Digest? digest = digestText is null ? null : Digest.Parse(digestText);
        return (new ImageReference(registry, repository, tag ?? (digest is null ? DefaultTag : null), digest), null);
    }

    /// <summary>Leaves out docker.io and library/ where reading the result puts them back.</summary>
    public static string Shorten(string registry, string repository)
    {
        var full = $"{registry}/{repository}";
        var isOfficial = repository.StartsWith(DockerHub.Official, StringComparison.Ordinal);
        string[] shorter = [isOfficial ? repository[DockerHub.Official.Length..] : repository, repository];
        return shorter.FirstOrDefault(name => SplitName(name) == (registry, repository)) ?? full;
    }

    public static string TagError(string tag) => tag.Length > ReferenceGrammar.MaxTagLength
        ? $"the tag has {tag.Length} characters; at most {ReferenceGrammar.MaxTagLength} are allowed"
        : $"the tag '{tag}' is malformed; write letters, digits, '_', '.' and '-', not starting with '.' or '-'";

    private static (string Registry, string Repository) SplitName(string name)
    {
        var (first, rest) = Cut(name, name.IndexOf('/', StringComparison.Ordinal));
        if (rest is null || !DockerHub.LooksLikeRegistry(first)) return OnDockerHub(name);
        return DockerHub.Normalize(first) == DockerHub.Registry ? OnDockerHub(rest) : (first, rest);
    }

    private static (string Registry, string Repository) OnDockerHub(string name) =>
        (DockerHub.Registry, name.Contains('/', StringComparison.Ordinal) ? name : DockerHub.Official + name);

    private static string? CommonMistake(string text)
    {
        if (text.Any(char.IsWhiteSpace)) return "it contains white space; remove it";
        if (text.Contains("://", StringComparison.Ordinal)) return "it starts with a scheme; write registry/repository without it";
        if (text.Length == 64 && text.All(char.IsAsciiHexDigitLower)) return "it is the id of an image; write repository@sha256:<id>";
        return null;
    }

    private static string? Error(string registry, string repository, string? tag, string? digest)
    {
        if (!ReferenceGrammar.IsRegistry(registry)) return $"the registry '{ShortText.Of(registry)}' is malformed; write host or host:port";
        if (RepositoryError(registry, repository) is { } error) return error;
        if (registry.Length + 1 + repository.Length is > ReferenceGrammar.MaxNameLength and var length)
            return $"registry and repository have {length} characters; at most {ReferenceGrammar.MaxNameLength} are allowed";
        if (tag is not null && !ReferenceGrammar.IsTag(tag)) return TagError(tag);
        if (digest is not null && !Digest.TryParse(digest, out _))
            return $"the digest '{ShortText.Of(digest)}' is malformed; write sha256: followed by 64 lower-case hex digits";
        return null;
    }

    private static string? RepositoryError(string registry, string repository)
    {
        if (ReferenceGrammar.IsRepository(repository)) return null;
        if (repository is "" or DockerHub.Official) return "the repository is missing; write [registry/]repository[:tag][@digest]";
        if (repository.ToLowerInvariant() is var lower && ReferenceGrammar.IsRepository(lower))
            return $"the repository must be lower-case; write {Shorten(registry, lower)}";
        return $"the repository '{ShortText.Of(repository)}' is malformed; "
            + "write lower-case letters and digits, separated by '.', '_', '__' or '-', and '/' between the parts";
    }

    private static (string Before, string? After) Cut(string text, int at) => at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);
}
