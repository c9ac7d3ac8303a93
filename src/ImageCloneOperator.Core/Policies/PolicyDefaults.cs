namespace ImageCloneOperator.Core.Policies;

/// <summary>
/// The values that a BackupPolicy has where its author gives none; the API's types and the compiled policy both name them.
/// </summary>
public static class PolicyDefaults
{
    public static readonly TimeSpan MaxHold = TimeSpan.FromHours(1);

    public static readonly TimeSpan VerifyInterval = TimeSpan.FromHours(24);

    public static readonly TimeSpan UnusedFor = TimeSpan.FromHours(720);
}
