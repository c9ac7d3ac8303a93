namespace ImageCloneOperator.Api.Backups;

/// <summary>The image as its source last had it.</summary>
public sealed record SourceState
{
    /// <summary>The digest of its manifest.</summary>
    public string? Digest { get; set; }

    /// <summary>The media type of its manifest.</summary>
    public string? MediaType { get; set; }
}
