namespace ImageCloneOperator.Testing.Registry;

/// <summary>
/// How a registry differs from the model one, for every request until it is changed. Single failures are <see cref="Faults.Fault"/>.
/// </summary>
public sealed record RegistryQuirks
{
    public static RegistryQuirks None { get; } = new();

    /// <summary>Every mount is answered by 202 and a new session.</summary>
    public bool NoMounts { get; init; }

    /// <summary>The status that every mount is refused with, such as 403 or 405.</summary>
    public int? MountRefusal { get; init; }

    /// <summary>Range headers are ignored: 200 with the whole blob.</summary>
    public bool NoRanges { get; init; }

    /// <summary>The referrers API answers 404, and OCI-Subject is left out.</summary>
    public bool NoReferrers { get; init; }

    /// <summary>HEAD of a manifest is answered by 405.</summary>
    public bool NoManifestHead { get; init; }

    /// <summary>Docker-Content-Digest is left out.</summary>
    public bool NoContentDigest { get; init; }

    /// <summary>Content-Length is left out of answers to HEAD.</summary>
    public bool NoLengthOnHead { get; init; }

    /// <summary>The status (ECR: 400, others: 409) that a push to an existing tag is refused with, even with the same content.</summary>
    public int? ImmutableTags { get; init; }

    /// <summary>GET of a blob is redirected (307) to another host that refuses credentials.</summary>
    public bool RedirectBlobs { get; init; }

    public LocationStyle LocationStyle { get; init; }

    /// <summary>Each Location of an upload carries a query of its own and serves once.</summary>
    public bool ChangingLocation { get; init; }

    /// <summary>Told as OCI-Chunk-Min-Length when an upload begins.</summary>
    public long? ChunkMinLength { get; init; }

    /// <summary>The most entries on a page of tags, repositories or referrers.</summary>
    public int? PageSize { get; init; }

    /// <summary>A token that lacks a scope is refused with 403 instead of 401 and <c>insufficient_scope</c>.</summary>
    public bool ForbidsInsufficientScope { get; init; }

    /// <summary>Waited before each request is looked at.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Per body and direction.</summary>
    public long? BytesPerSecond { get; init; }

    /// <summary>The <c>ratelimit-limit</c> and <c>ratelimit-remaining</c> headers, as Docker Hub sends them: <c>100;w=21600</c>.</summary>
    public (string Limit, string Remaining)? RateLimit { get; init; }
}
