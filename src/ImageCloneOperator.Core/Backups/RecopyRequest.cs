namespace ImageCloneOperator.Core.Backups;

/// <summary>A wish for a fresh copy, as the annotations of a backup and of its policy have it; empty and null are no wish.</summary>
public sealed record RecopyRequest(string? OfBackup, string? OfPolicy)
{
    /// <summary>The value that the status keeps once the request is answered; null without a request.</summary>
    public string? Value { get; } = Join(OfBackup, OfPolicy);

    /// <summary>Whether it is yet to be answered. Taking one of two wishes back is no new wish.</summary>
    /// <param name="handled">The value that was answered last.</param>
    public bool IsNew(string? handled) => Value is { } value && value != handled && !IsLeftOf(handled ?? "");

    private bool IsLeftOf(string handled) =>
        (string.IsNullOrEmpty(OfPolicy) && handled.StartsWith($"{OfBackup},", StringComparison.Ordinal))
        || (string.IsNullOrEmpty(OfBackup) && handled.EndsWith($",{OfPolicy}", StringComparison.Ordinal));

    private static string? Join(string? backup, string? policy)
    {
        var values = new[] { backup, policy }.Where(value => !string.IsNullOrEmpty(value)).ToArray();
        return values.Length == 0 ? null : string.Join(',', values);
    }
}
