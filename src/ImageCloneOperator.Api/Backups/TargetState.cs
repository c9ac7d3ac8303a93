namespace ImageCloneOperator.Api.Backups;

/// <summary>The copy.</summary>
public sealed record TargetState
{
    /// <summary>Where it lies, such as registry.example.com/backups/docker.io/library/nginx:1.27.</summary>
    public string? Image { get; set; }

    /// <summary>The digest of its manifest.</summary>
    public string? Digest { get; set; }

    /// <summary>It was there before the first copy, and is not known to be what the source had.</summary>
    public bool? Found { get; set; }
}
