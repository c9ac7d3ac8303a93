namespace ImageCloneOperator.Core.Backups;

/// <summary>The namespaces that may run from a copy: those that the source gives the image to.</summary>
public sealed record CopyAccess
{
    /// <summary>How many namespaces are kept of each kind; whoever comes later is not known, and gets no copy.</summary>
    public const int MaxNamespaces = 1000;

    /// <summary>Nobody has asked the source yet.</summary>
    public static CopyAccess Unknown { get; } = new();

    /// <summary>The source gives the image to all that the policy selects.</summary>
    public static CopyAccess Everybodys { get; } = new() { Everybody = true };

    public bool Everybody { get; init; }

    /// <summary>Those that the source gives the image to, each by its own credentials.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>Those that use the image, and that the source refuses it.</summary>
    public IReadOnlyList<string> Refused { get; init; } = [];

    public AccessAnswer For(string namespaceName) =>
        Everybody || Namespaces.Contains(namespaceName, StringComparer.Ordinal) ? AccessAnswer.Given
        : Refused.Contains(namespaceName, StringComparer.Ordinal) ? AccessAnswer.Refused
        : AccessAnswer.Unknown;

    /// <summary>
    /// The access after the source was asked again. A right ends only while the source still gives the image to somebody: one that gives it
    /// to nobody has lost it, and then the copy is what is left of it.
    /// </summary>
    public CopyAccess After(AccessRound round)
    {
        if (round.Everybody == AccessAnswer.Given) return Everybodys;
        if (Everybody && (round.Everybody == AccessAnswer.Unknown || !round.IsGiven)) return this;
        // Whoever has not been asked stays as it was, but for a whole round: then it no longer uses the image.
        var others = round is { IsWhole: true, IsGiven: true } ? [] : Namespaces.Concat(Refused).Except(round.Namespaces.Keys);
        var answers = round.Namespaces.Select(asked => (asked.Key, Answer: After(For(asked.Key), asked.Value, round.IsGiven)))
            .Concat(others.Select(other => (Key: other, Answer: For(other))))
            .OrderBy(known => known.Key, StringComparer.Ordinal)
            .ToLookup(known => known.Answer, known => known.Key);
        return new CopyAccess
        {
            Namespaces = [.. answers[AccessAnswer.Given].Take(MaxNamespaces)],
            Refused = [.. answers[AccessAnswer.Refused].Take(MaxNamespaces)],
        };
    }

    public bool Equals(CopyAccess? other) => other is not null
        && Everybody == other.Everybody && Namespaces.SequenceEqual(other.Namespaces) && Refused.SequenceEqual(other.Refused);

    public override int GetHashCode() => HashCode.Combine(Everybody, Namespaces.Count, Refused.Count);

    private static AccessAnswer After(AccessAnswer before, AccessAnswer now, bool isGiven) =>
        now == AccessAnswer.Unknown || (now == AccessAnswer.Refused && before == AccessAnswer.Given && !isGiven) ? before : now;
}
