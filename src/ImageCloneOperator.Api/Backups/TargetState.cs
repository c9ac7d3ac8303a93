namespace ImageCloneOperator.Api.Backups;

/// <summary>The copy.</summary>
public sealed record TargetState
{
    /// <summary>The digest of its manifest.</summary>
    public string? Digest { get; set; }
}
