using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Targets;

namespace ImageCloneOperator.Core.Catalogs;

/// <summary>What a policy of one cluster has at its target: all that a restore needs when the cluster is gone.</summary>
public sealed record CatalogDocument
{
    /// <summary>Rises only when older programs could no longer read the document rightly.</summary>
    public const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;

    public required string Cluster { get; init; }

    public required string Policy { get; init; }

    /// <summary>When it was written, UTC.</summary>
    public DateTimeOffset Time { get; init; }

    public TargetLayout Layout { get; init; }

    /// <summary>In the order of their sources.</summary>
    public required IReadOnlyList<CatalogImage> Images { get; init; }

    /// <summary>Identity of all but the time: two documents that say the same have the same.</summary>
    public Digest Content() => Digest.Of(CatalogFormat.Write(this with { Time = default }));
}
