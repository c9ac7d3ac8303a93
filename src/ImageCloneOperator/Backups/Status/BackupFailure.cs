using ImageCloneOperator.Api;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Credentials.Secrets;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Registry;

namespace ImageCloneOperator.Backups.Status;

/// <summary>What a failed try means for an ImageBackup.</summary>
/// <param name="Reason">One of <see cref="ConditionReasons"/>.</param>
/// <param name="Message">For people, with the way out.</param>
/// <param name="IsStalled">Only a change by a person can help; it is tried again all the same, at long intervals.</param>
/// <param name="RetryAt">The earliest time that makes sense, where somebody said so.</param>
internal sealed record BackupFailure(string Reason, string Message, bool IsStalled, DateTimeOffset? RetryAt = null)
{
    /// <param name="error">What the try ended with.</param>
    /// <param name="target">
    /// Where the copy was to go: whose fault it is decides who has to act, and one registry may be source and target.
    /// </param>
    public static BackupFailure Of(Exception error, ImageReference target) => error switch
    {
        RegistryConfigurationException access => new(access.Reason, access.Message, IsStalled: true),
        RegistryException registry when IsAt(target, registry.Operation) => AtTarget(registry),
        RegistryException registry => AtSource(registry),
        // Its message may quote what must not be told, such as a header: the log has where it came from.
        _ => new(
            ConditionReasons.RetryingAfterError,
            $"Something went wrong that should not have ({error.GetType().Name}): the operator's log says where, and it is tried again",
            IsStalled: false)
        {
            IsUnexpected = true,
        },
    };

    /// <summary>Nobody has expected it: a fault of the program, or of what it runs on.</summary>
    public bool IsUnexpected { get; private init; }

    /// <summary>Whether the status can tell of it: not when the work was cancelled, nor when the API server cannot be written.</summary>
    public static bool IsTold(Exception error, CancellationToken cancellationToken) =>
        error is not ClusterException && !(error is OperationCanceledException && cancellationToken.IsCancellationRequested);

    private static bool IsAt(ImageReference target, RegistryOperation operation) =>
        string.Equals(operation.Host, target.Registry, StringComparison.OrdinalIgnoreCase) && operation.Repository == target.Repository;

    private static BackupFailure AtSource(RegistryException error) => error.Kind switch
    {
        RegistryErrorKind.NotFound => new(ConditionReasons.SourceNotFound, error.Message, IsStalled: true),
        RegistryErrorKind.Unauthorized or RegistryErrorKind.Denied => new(ConditionReasons.Unauthorized, error.Message, IsStalled: true),
        _ => Anywhere(error),
    };

    private static BackupFailure AtTarget(RegistryException error) => error.Kind switch
    {
        RegistryErrorKind.Unauthorized => new(ConditionReasons.InvalidCredentials, error.Message, IsStalled: true),
        RegistryErrorKind.Denied or RegistryErrorKind.NotFound => new(ConditionReasons.TargetDenied, error.Message, IsStalled: true),
        RegistryErrorKind.Unreachable => new(ConditionReasons.TargetUnreachable, error.Message, IsStalled: false),
        _ => Anywhere(error),
    };

    private static BackupFailure Anywhere(RegistryException error) => error.Kind switch
    {
        RegistryErrorKind.RateLimited => new(ConditionReasons.RateLimited, error.Message, IsStalled: false, error.RetryAt),
        RegistryErrorKind.TagImmutable => new(ConditionReasons.TagImmutable, error.Message, IsStalled: true),
        RegistryErrorKind.RefusedAddress => new(ConditionReasons.AddressRefused, error.Message, IsStalled: true),
        RegistryErrorKind.TooLarge => new(ConditionReasons.LimitReached, error.Message, IsStalled: true),
        RegistryErrorKind.Corrupt => new(ConditionReasons.DigestMismatch, error.Message, IsStalled: false),
        RegistryErrorKind.Unsupported => new(ConditionReasons.InvalidSpec, error.Message, IsStalled: true),
        _ => new(ConditionReasons.RetryingAfterError, error.Message, IsStalled: false),
    };
}
