using System.ComponentModel.DataAnnotations;

namespace ImageCloneOperator.Api.Backups;

/// <summary>The image as its source last had it.</summary>
public sealed record SourceState
{
    /// <summary>The digest of its manifest.</summary>
    public string? Digest { get; set; }

    /// <summary>The media type of its manifest.</summary>
    public string? MediaType { get; set; }

    /// <summary>Checks in a row that failed, counted up to the policy's rewrite.sourceCheck.failureThreshold.</summary>
    [Range(0, int.MaxValue)]
    public int? Failures { get; set; }

    /// <summary>When the first of these checks failed.</summary>
    public DateTimeOffset? FailingSince { get; set; }

    /// <summary>
    /// Since when a source that was unavailable answers again; after the policy's rewrite.sourceCheck.recoverAfter it counts as available.
    /// </summary>
    public DateTimeOffset? AnsweringSince { get; set; }
}
