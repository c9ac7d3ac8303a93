using System.Net;
using ImageCloneOperator.Core.Network;

namespace ImageCloneOperator.Registry;

/// <summary>A registry operation that failed for good; transient failures have been retried before this is thrown.</summary>
public sealed class RegistryException : Exception
{
    /// <param name="kind">Decides what callers do next.</param>
    /// <param name="operation">What was tried, and where.</param>
    /// <param name="detail">What happened. Logins in URLs are cut out of it.</param>
    /// <param name="inner">What it comes from; left out where it quotes a login.</param>
    /// <param name="advice">What to do about it; none means what fits the kind.</param>
    public RegistryException(
        RegistryErrorKind kind, RegistryOperation operation, string detail, Exception? inner = null, string? advice = null)
        : base($"{operation}: {UrlLogins.Remove(detail).TrimEnd('.')}. {advice ?? WayOut(kind)}", WithoutLogin(inner)) =>
        (Kind, Operation, Detail) = (kind, operation, UrlLogins.Remove(detail));

    public RegistryErrorKind Kind { get; }

    /// <summary>The operation that was tried, and where.</summary>
    public RegistryOperation Operation { get; }

    /// <summary>The cause, with the registry's own message where it gave one.</summary>
    public string Detail { get; }

    /// <summary>What the message leaves out since whoever named the host may read it: for logs.</summary>
    public string? Withheld { get; init; }

    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>For <see cref="RegistryErrorKind.RateLimited"/>: the earliest time that makes sense.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>Trying again later, with nothing changed, may succeed.</summary>
    public bool IsTransient =>
        Kind is RegistryErrorKind.RateLimited or RegistryErrorKind.Unreachable or RegistryErrorKind.Conflict or RegistryErrorKind.Corrupt;

    /// <summary>The registry answers, and lets this account not do it.</summary>
    public bool IsRefusal => Kind is RegistryErrorKind.Unauthorized or RegistryErrorKind.Denied;

    /// <summary>The registry has no such repository. Those that make one at the first push do not say it.</summary>
    public bool SaysRepositoryIsMissing => Kind == RegistryErrorKind.NotFound && Codes.Contains("NAME_UNKNOWN");

    /// <summary>The registry's error codes.</summary>
    internal IReadOnlyList<string> Codes { get; init; } = [];

    /// <summary>A manifest was refused because something it points to is not there.</summary>
    internal bool SaysPartIsMissing => Codes.Any(code => code is "MANIFEST_BLOB_UNKNOWN" or "BLOB_UNKNOWN" or "MANIFEST_UNKNOWN");

    /// <summary>The registry answered, and what it answered is not what was asked for: nothing is there, or something else.</summary>
    internal bool SaysContentIsBroken => Kind is RegistryErrorKind.NotFound or RegistryErrorKind.Corrupt or RegistryErrorKind.Unsupported;

    /// <summary>The same with another way out.</summary>
    internal RegistryException With(string advice) =>
        new(Kind, Operation, Detail, InnerException, advice) { StatusCode = StatusCode, RetryAt = RetryAt, Codes = Codes };

    private static Exception? WithoutLogin(Exception? inner) =>
        inner?.ToString() is { } text && UrlLogins.Remove(text) == text ? inner : null;

    private static string WayOut(RegistryErrorKind kind) => kind switch
    {
        RegistryErrorKind.NotFound => "Check the name and tag, and that the credentials may see this repository.",
        RegistryErrorKind.Unauthorized => "Give a credential for this registry, or renew the one that is used.",
        RegistryErrorKind.Denied => "Grant this account the right to do this on the repository.",
        RegistryErrorKind.RateLimited => "Wait, or use an account with a higher limit.",
        RegistryErrorKind.Unreachable => "Check the host name, network, proxy and TLS settings; it is tried again later.",
        RegistryErrorKind.RefusedAddress => "An administrator may name the host in a policy's spec.sources.registries.",
        RegistryErrorKind.TooLarge => "Use a smaller image, or allow more (in a policy spec.limits).",
        RegistryErrorKind.Unsupported => "Push the image again in a current format, or use a registry that supports it.",
        RegistryErrorKind.Corrupt => "The content at its origin is damaged or was changed on the way; push it again if this repeats.",
        RegistryErrorKind.TagImmutable => "Allow this tag to be overwritten at the target, or choose another target name.",
        _ => "Somebody else wrote at the same time; it is tried again later.",
    };
}
