using System.Diagnostics.CodeAnalysis;
using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Core.Targets;

/// <summary>The place that copies go to: a registry, a prefix within it, and the layout of names below.</summary>
public sealed record TargetRegistry
{
    // Leaves room for names that people can still read below the prefix.
    private const int MaxLength = 200;

    private TargetRegistry(string registry, string? prefix, TargetLayout layout) => (Registry, Prefix, Layout) = (registry, prefix, layout);

    public string Registry { get; }

    public string? Prefix { get; }

    public TargetLayout Layout { get; }

    /// <summary>Why the registry would refuse the copies; null where nothing is known against it.</summary>
    public string? Warning => Registry == DockerHub.Registry && (Layout == TargetLayout.Nested || Prefix is null || Prefix.Contains('/'))
        ? "Docker Hub knows repositories of two parts only, an account and a name, and refuses all others; "
            + "set repositoryPrefix to the name of your account, and layout to Flat"
        : null;

    /// <param name="registry">host[:port]</param>
    /// <param name="prefix">Repository components below which all copies lie; null or empty for none.</param>
    /// <param name="layout">How names look below the prefix.</param>
    /// <param name="target">The target.</param>
    /// <param name="error">What is wrong, and how to write it right.</param>
    public static bool TryCreate(
        string registry,
        string? prefix,
        TargetLayout layout,
        [NotNullWhen(true)] out TargetRegistry? target,
        [NotNullWhen(false)] out string? error)
    {
        target = null;
        error = Error(registry, prefix ?? "");
        if (error is null) target = new TargetRegistry(DockerHub.Normalize(registry), prefix is "" ? null : prefix, layout);
        return target is not null;
    }

    /// <summary>
    /// The place of the copy of a source. Two sources have the same place only when they fetch the same content of the same repository by
    /// its digest; a pinned source lies at its anchor tag, so that a tag that moves never takes it away.
    /// </summary>
    public ImageReference Locate(ImageReference source)
    {
        var repository = TargetNaming.Repository(source, Layout, MaxRepositoryLength);
        var tag = source.Digest is { } digest ? AnchorTag.For(digest) : AnchorTag.Escape(source.Tag!);
        return new ImageReference(Registry, Prefix is null ? repository : $"{Prefix}/{repository}", tag, digest: null);
    }

    /// <summary>A name of the program's own below the prefix, which no copy has: copies have the host of their source in theirs.</summary>
    public ImageReference Own(string repository, string tag) =>
        new(Registry, Prefix is null ? repository : $"{Prefix}/{repository}", tag, digest: null);

    /// <summary>Whether this image lies under the target, and so is a copy or somebody's own.</summary>
    public bool Contains(ImageReference image) =>
        string.Equals(image.Registry, Registry, StringComparison.OrdinalIgnoreCase)
        && (Prefix is null || image.Repository.StartsWith($"{Prefix}/", StringComparison.Ordinal));

    /// <summary>Whether the image is named as a copy of the source is, at any target and in either layout.</summary>
    internal static bool LooksLikeCopy(ImageReference image, ImageReference source) =>
        TargetNaming.EndsLikeCopy(image.Repository, source)
        && (source.Digest is null ? image.Tag == AnchorTag.Escape(source.Tag!) : image.Digest is not null);

    /// <summary>
    /// The tag that the image is a copy of, when it is named as a copy of some tag of the source's repository; else null.
    /// </summary>
    internal static string? CopiedTag(ImageReference image, ImageReference source) =>
        image is { Digest: null, Tag: { } tag } && AnchorTag.Escape(tag) == tag && TargetNaming.EndsLikeCopy(image.Repository, source)
            ? tag
            : null;

    public override string ToString() => Prefix is null ? Registry : $"{Registry}/{Prefix}";

    private int MaxRepositoryLength => ReferenceGrammar.MaxNameLength - ToString().Length - 1;

    private static string? Error(string registry, string prefix)
    {
        if (registry.Contains("://", StringComparison.Ordinal)) return $"registry '{registry}' has a scheme; write host or host:port";
        if (!ReferenceGrammar.IsRegistry(registry))
            return $"registry '{registry}' is malformed; write host or host:port, such as registry.example.com:5000";
        if (!DockerHub.LooksLikeRegistry(registry))
            return $"registry '{registry}' would be read as part of a repository; write its full name, or its port: {registry}:443";
        if (prefix.Length > 0 && !ReferenceGrammar.IsRepository(prefix))
            return $"repositoryPrefix '{prefix}' is malformed; write lower-case parts separated by '/', such as backups/prod";
        return registry.Length + prefix.Length > MaxLength
            ? $"registry and repositoryPrefix are longer than {MaxLength} characters; shorten the prefix"
            : null;
    }
}
