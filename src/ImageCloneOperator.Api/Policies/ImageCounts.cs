using System.ComponentModel.DataAnnotations;

namespace ImageCloneOperator.Api.Policies;

/// <summary>A policy's images, counted.</summary>
public sealed record ImageCounts
{
    /// <summary>All images that the policy covers.</summary>
    [Range(0, int.MaxValue)]
    public int Total { get; set; }

    /// <summary>Backed up.</summary>
    [Range(0, int.MaxValue)]
    public int Ready { get; set; }

    /// <summary>Being copied now.</summary>
    [Range(0, int.MaxValue)]
    public int Copying { get; set; }

    /// <summary>Waiting for their turn or for another try.</summary>
    [Range(0, int.MaxValue)]
    public int Pending { get; set; }

    /// <summary>Not to be backed up without a change by a person.</summary>
    [Range(0, int.MaxValue)]
    public int Failed { get; set; }

    /// <summary>Without an ImageBackup, since their namespaces have as many as spec.limits allows. They are not among the total.</summary>
    [Range(0, int.MaxValue)]
    public int LeftOut { get; set; }

    /// <summary>ready/total, such as 12/14.</summary>
    public string Summary => $"{Ready}/{Total}";
}
