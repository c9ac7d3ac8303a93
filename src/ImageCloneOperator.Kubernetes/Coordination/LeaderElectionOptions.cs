namespace ImageCloneOperator.Kubernetes.Coordination;

/// <summary>Which lease decides, and how fast leadership moves when its holder dies.</summary>
public sealed record LeaderElectionOptions
{
    public required string LeaseName { get; init; }

    public required string Namespace { get; init; }

    /// <summary>Must differ between all candidates, also between a process and its successor of the same name.</summary>
    public string Identity { get; init; } =
        $"{Environment.GetEnvironmentVariable("POD_NAME") ?? Environment.MachineName}_{Guid.NewGuid():N}";

    /// <summary>The holder's part, in the words of the log: "leader", or "member".</summary>
    public string Role { get; init; } = "leader";

    /// <summary>The labels of the lease.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Told to the others with each renewal.</summary>
    public Func<IReadOnlyDictionary<string, string>>? Annotations { get; init; }

    /// <summary>The lease is nobody else's to take: it goes with its holder.</summary>
    public bool DeletesOnRelease { get; init; }

    /// <summary>How long others wait after the last renewal that they saw before they take over.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the leader goes on without a renewal; the rest of the lease is its time to stop.</summary>
    public TimeSpan RenewDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The pause between two attempts to get or renew the lease.</summary>
    public TimeSpan RetryPeriod { get; init; } = TimeSpan.FromSeconds(2);

    /// <exception cref="ArgumentException">The times do not leave a leader room to renew and to stop.</exception>
    internal static LeaderElectionOptions Validate(LeaderElectionOptions options)
    {
        var (lease, deadline, retry) = (options.LeaseDuration, options.RenewDeadline, options.RetryPeriod);
        if (retry <= TimeSpan.Zero)
            throw new ArgumentException($"{nameof(RetryPeriod)} must be more than zero.", nameof(options));
        if (deadline <= retry)
        {
            throw new ArgumentException(
                $"{nameof(RenewDeadline)} ({deadline}) must be more than {nameof(RetryPeriod)} ({retry}).", nameof(options));
        }

        if (lease <= deadline || lease < TimeSpan.FromSeconds(1))
        {
            throw new ArgumentException(
                $"{nameof(LeaseDuration)} ({lease}) must be more than {nameof(RenewDeadline)} ({deadline}) and at least 1 s.",
                nameof(options));
        }

        return options;
    }
}
