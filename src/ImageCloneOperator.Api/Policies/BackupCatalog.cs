using System.ComponentModel.DataAnnotations;
using ImageCloneOperator.Api.Schema;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Kubernetes.Resources;

namespace ImageCloneOperator.Api.Policies;

/// <summary>The list of all copies in the target, from which they are restored when the cluster is gone.</summary>
public sealed record BackupCatalog
{
    /// <summary>Write the catalogue, as prefix/imageclone-catalog in the target.</summary>
    [ServerDefault]
    public bool Enabled { get; set; } = true;

    /// <summary>Name the workloads that use each image: whoever can read the target's catalogue can read their names.</summary>
    [ServerDefault]
    public bool Users { get; set; } = CatalogRule.Default.Users;

    /// <summary>How many of the newest restore points are kept; of each day before them, the last one is kept too.</summary>
    [ServerDefault, Range(1, 500)]
    public int Keep { get; set; } = CatalogRule.Default.Keep;

    /// <summary>How long restore points are kept at most; the newest one stays.</summary>
    [ServerDefault, DurationRange("1h", "87600h")]
    public Duration KeepFor { get; set; } = new(CatalogRule.Default.KeepFor);
}
