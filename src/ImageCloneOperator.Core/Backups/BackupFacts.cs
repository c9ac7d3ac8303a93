using ImageCloneOperator.Core.Rules;

namespace ImageCloneOperator.Core.Backups;

/// <summary>The facts of a backup's spec, status and policy that decide its next action.</summary>
public sealed record BackupFacts
{
    /// <summary>The backup's name, which decides by how much its times are stretched.</summary>
    public required string Name { get; init; }

    public RecopyMode Recopy { get; init; }

    /// <summary>How often an Always tag is compared with its source.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>How often the copy is checked to be still at the target.</summary>
    public required TimeSpan VerifyInterval { get; init; }

    /// <summary>The copy is at the target, as far as the status knows.</summary>
    public bool Ready { get; init; }

    /// <summary>Probes have found that the source cannot be reached.</summary>
    public bool SourceUnavailable { get; init; }

    /// <summary>Another writer's content is under the copy's tag.</summary>
    public bool TagIsForeign { get; init; }

    /// <summary>The status is about the spec as it is now.</summary>
    public bool SpecObserved { get; init; }

    /// <summary>The time at which the copy was made.</summary>
    public DateTimeOffset? CompletionTime { get; init; }

    public DateTimeOffset? LastCheckTime { get; init; }

    /// <summary>The time of the next attempt, after one that failed.</summary>
    public DateTimeOffset? NextCheckTime { get; init; }

    /// <summary>How many attempts in a row have failed.</summary>
    public int Attempts { get; init; }

    /// <summary>Somebody asks for a fresh copy and has no answer yet.</summary>
    public bool RecopyRequested { get; init; }

    /// <summary>The policy, its target's state or the request differ from those of the attempt before.</summary>
    public bool InputsChanged { get; init; }

    /// <summary>The last check was at a time that is yet to come: nobody knows when it really was.</summary>
    internal bool WasCheckedAhead { get; private init; }

    /// <summary>
    /// The facts as they count at this time. A clock that was ahead once has left times that are yet to come: they are forgotten, so that
    /// what they put off is due now.
    /// </summary>
    public BackupFacts AsOf(DateTimeOffset now)
    {
        if (!(CompletionTime > now || LastCheckTime > now || NextCheckTime > now + RetryBackoff.LongestWait)) return this;
        return this with
        {
            CompletionTime = CompletionTime > now ? null : CompletionTime,
            LastCheckTime = LastCheckTime > now ? null : LastCheckTime,
            WasCheckedAhead = LastCheckTime > now,
            NextCheckTime = null,
        };
    }
}
