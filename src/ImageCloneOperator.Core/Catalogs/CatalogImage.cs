namespace ImageCloneOperator.Core.Catalogs;

/// <summary>One image and its copy.</summary>
public sealed record CatalogImage
{
    /// <summary>The image in full, as its workloads name it.</summary>
    public required string Source { get; init; }

    /// <summary>The copy in full.</summary>
    public required string Target { get; init; }

    /// <summary>The copy is complete.</summary>
    public bool Ready { get; init; }

    /// <summary>Why it is Ready, or why not: a reason of the condition Ready.</summary>
    public string? Reason { get; init; }

    /// <summary>The digest of the copy's manifest.</summary>
    public string? Digest { get; init; }

    /// <summary>The digest that the source last had.</summary>
    public string? SourceDigest { get; init; }

    public string? MediaType { get; init; }

    /// <summary>Such as linux/amd64.</summary>
    public IReadOnlyList<string>? Platforms { get; init; }

    public long? SizeBytes { get; init; }

    /// <summary>What the tag had before, latest first; still at the target by digest.</summary>
    public IReadOnlyList<string>? PreviousDigests { get; init; }

    /// <summary>Workloads as kind/namespace/name, at most 20; left out where the policy says so.</summary>
    public IReadOnlyList<string>? Users { get; init; }
}
