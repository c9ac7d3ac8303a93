namespace ImageCloneOperator.Core.Protection;

/// <summary>Whether a workload carries the finalizer.</summary>
/// <param name="Hold">Whether it should.</param>
/// <param name="Message">Why, for people.</param>
/// <param name="Until">When a deleted workload is let go whatever happens.</param>
/// <param name="Lost">Images that were not backed up when the workload was let go.</param>
public sealed record DeletionProtectionDecision(bool Hold, string Message, DateTimeOffset? Until, IReadOnlyList<string> Lost)
{
    internal static DeletionProtectionDecision Release(string message) => new(Hold: false, message, Until: null, []);
}
