using System.Diagnostics.CodeAnalysis;

namespace ImageCloneOperator.Core.Images;

/// <summary>
/// The place of an image, by Docker's rules: <c>nginx</c> is <c>docker.io/library/nginx:latest</c>, index.docker.io and
/// registry-1.docker.io are docker.io. It always has a tag, a digest or both; when both, the digest says what is fetched.
/// </summary>
public sealed record ImageReference
{
    internal ImageReference(string registry, string repository, string? tag, Digest? digest) =>
        (Registry, Repository, Tag, Digest) = (registry, repository, tag, digest);

    /// <summary>The host, with its port where one was given.</summary>
    public string Registry { get; }

    public string Repository { get; }

    public string? Tag { get; private init; }

    public Digest? Digest { get; private init; }

    /// <summary>The full repository, which globs are matched with: <c>docker.io/library/nginx</c>.</summary>
    public string Name => NameOf(Registry, Repository);

    /// <summary>It is in an OCI layout (<see cref="LayoutReference"/>), which stands in the place of the registry.</summary>
    public bool IsInLayout => IsLayout(Registry);

    /// <summary>The digest, else the tag: a registry is asked for this.</summary>
    public string FetchKey => Digest?.ToString() ?? Tag!;

    /// <summary>The form that people write: <c>nginx:1.27</c>. It reads back as the same reference.</summary>
    public string Familiar => ReferenceParser.Shorten(Registry, Repository) + Suffix;

    private string Suffix => (Tag is null or "" ? "" : $":{Tag}") + (Digest is { } digest ? $"@{digest}" : "");

    /// <summary>A registry's repository as people write it; in a layout a name is separated by a colon.</summary>
    public static string NameOf(string registry, string repository)
    {
        if (!IsLayout(registry)) return $"{registry}/{repository}";
        return repository.Length == 0 ? registry : $"{registry}:{repository}";
    }

    /// <exception cref="FormatException">The text is no reference; the message says what is wrong and how to write it.</exception>
    public static ImageReference Parse(string text) =>
        TryParse(text, out var reference, out var error) ? reference : throw new FormatException(error);

    /// <param name="text">Any text, such as an image field of a pod.</param>
    /// <param name="reference">The reference, in full.</param>
    /// <param name="error">What is wrong, and how to write it right.</param>
    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        [NotNullWhen(true)] out ImageReference? reference,
        [NotNullWhen(false)] out string? error)
    {
        (reference, error) = ReferenceParser.Parse(text);
        return reference is not null;
    }

    /// <summary>The same repository at another tag, and no digest.</summary>
    /// <exception cref="FormatException">The tag is malformed.</exception>
    public ImageReference WithTag(string tag) =>
        ReferenceGrammar.IsTag(tag)
            ? this with { Tag = tag, Digest = null }
            : throw new FormatException(ReferenceParser.TagError(tag));

    /// <summary>The same repository at exactly this content, and no tag.</summary>
    public ImageReference WithDigest(Digest digest) => this with { Tag = null, Digest = digest };

    /// <summary>The same reference, which now fetches exactly this content; its tag is for people.</summary>
    public ImageReference PinnedTo(Digest digest) => this with { Digest = digest };

    public override string ToString() => Name + Suffix;

    /// <summary>No registry's host has a slash, and a layout's path does.</summary>
    private static bool IsLayout(string registry) => registry.Contains('/', StringComparison.Ordinal);
}
