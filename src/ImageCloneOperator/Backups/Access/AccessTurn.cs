namespace ImageCloneOperator.Backups.Access;

/// <summary>What this replica remembers of the questions for one backup; the status has the rest.</summary>
/// <param name="Attempts">Rounds in a row that left somebody refused or unanswered.</param>
/// <param name="RetryAt">When these are asked for again.</param>
/// <param name="AskedWith">What each namespace was last asked for with.</param>
/// <param name="Finding">What the last round found, until it is in the status.</param>
internal sealed record AccessTurn(int Attempts, DateTimeOffset? RetryAt, IReadOnlyDictionary<string, int> AskedWith, AccessFinding? Finding)
{
    public static AccessTurn First { get; } = new(0, null, new Dictionary<string, int>(), null);
}
