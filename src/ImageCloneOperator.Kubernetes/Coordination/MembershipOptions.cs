namespace ImageCloneOperator.Kubernetes.Coordination;

/// <summary>How replicas tell each other that they live.</summary>
public sealed record MembershipOptions
{
    /// <summary>
    /// This replica's name, and that of its lease: must differ between all replicas, also between a process and its successor.
    /// </summary>
    public required string Name { get; init; }

    public required string Namespace { get; init; }

    /// <summary>The label on the leases of members, and on no others.</summary>
    public required string Label { get; init; }

    /// <summary>Told to the others with each renewal.</summary>
    public Func<IReadOnlyDictionary<string, string>>? Annotations { get; init; }

    /// <summary>How long the others wait after the last renewal that they saw before they take over.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <inheritdoc cref="LeaderElectionOptions.RenewDeadline"/>
    public TimeSpan RenewDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The pause between two renewals.</summary>
    public TimeSpan RenewPeriod { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The lease of one that has been silent for this long is deleted: until then what it had open may still be so.</summary>
    public TimeSpan Forgotten { get; init; } = TimeSpan.FromMinutes(1);

    internal LeaderElectionOptions Lease => new()
    {
        LeaseName = Name,
        Namespace = Namespace,
        Identity = Name,
        Role = "member",
        Labels = new Dictionary<string, string> { [Label] = "" },
        Annotations = Annotations,
        DeletesOnRelease = true,
        LeaseDuration = LeaseDuration,
        RenewDeadline = RenewDeadline,
        RetryPeriod = RenewPeriod,
    };
}
