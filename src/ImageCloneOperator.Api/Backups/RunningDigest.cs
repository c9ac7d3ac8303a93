using System.ComponentModel.DataAnnotations;
using ImageCloneOperator.Api.Schema;

namespace ImageCloneOperator.Api.Backups;

/// <summary>Content that pods run under the image's name, and that is not what the copy's tag points to.</summary>
public sealed record RunningDigest
{
    /// <summary>The digest as the pods' runtime tells it.</summary>
    [Required, Size(Min = 1, Max = Grammar.ImageMaxLength)]
    public string Digest { get; set; } = "";

    /// <summary>Whether the target has it.</summary>
    [Required]
    public RunningDigestPlace Place { get; set; }
}
