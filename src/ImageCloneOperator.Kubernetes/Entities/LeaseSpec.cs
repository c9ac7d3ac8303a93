using System.Text.Json.Serialization;

namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary>Who holds a lease and for how long.</summary>
public sealed record LeaseSpec
{
    public string? HolderIdentity { get; init; }

    public int? LeaseDurationSeconds { get; init; }

    [JsonConverter(typeof(MicroTimeConverter))]
    public DateTimeOffset? AcquireTime { get; init; }

    [JsonConverter(typeof(MicroTimeConverter))]
    public DateTimeOffset? RenewTime { get; init; }

    /// <summary>How often the lease has changed hands.</summary>
    public int? LeaseTransitions { get; init; }

    public string? Strategy { get; init; }

    public string? PreferredHolder { get; init; }
}
