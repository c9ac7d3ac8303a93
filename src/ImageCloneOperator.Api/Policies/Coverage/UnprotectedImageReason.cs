using System.ComponentModel.DataAnnotations;

namespace ImageCloneOperator.Api.Policies.Coverage;

/// <summary>A reason why images have no Ready copy, and how many it concerns.</summary>
public sealed record UnprotectedImageReason
{
    /// <summary>
    /// The state of their backups, such as Copying or SourceNotFound, or why they have none, such as Excluded or KindNotSelected.
    /// </summary>
    [Required]
    public string Reason { get; set; } = "";

    /// <summary>How many images.</summary>
    [Range(0, int.MaxValue)]
    public int Images { get; set; }
}
