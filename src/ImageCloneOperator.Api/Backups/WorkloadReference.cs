using System.ComponentModel.DataAnnotations;

namespace ImageCloneOperator.Api.Backups;

/// <summary>A workload that uses the image.</summary>
public sealed record WorkloadReference
{
    [Required]
    public string Kind { get; set; } = "";

    [Required]
    public string Namespace { get; set; } = "";

    [Required]
    public string Name { get; set; } = "";
}
