using System.Net;
using ImageCloneOperator.Registry.Transport;

namespace ImageCloneOperator.Registry.Protocol.Content;

/// <summary>
/// What a refusal means: the first row whose status, code or words fit. Codes are the specification's, or those of the registries that have
/// their own; words are looked for where a registry has no code for its reason.
/// </summary>
internal sealed record RefusalReason(RegistryErrorKind Kind)
{
    private static readonly RefusalReason[] Table =
    [
        new(RegistryErrorKind.TagImmutable)
        {
            Codes = ["ImageTagAlreadyExistsException", "TAG_IMMUTABLE"],
            Words = ["immutable", "cannot be overwritten"],
        },
        new(RegistryErrorKind.RateLimited) { Statuses = [429], Codes = ["TOOMANYREQUESTS"] },
        new(RegistryErrorKind.Corrupt) { Codes = ["DIGEST_INVALID", "SIZE_INVALID"] },
        new(RegistryErrorKind.Denied)
        {
            Statuses = [413, 507],
            Words = ["quota", "no space left", "insufficient storage", "too large", "size limit"],
            Advice = "Free space at the registry, or raise its quota or the size that it takes.",
        },
        new(RegistryErrorKind.Denied)
        {
            OnlyWrites = true,
            Words = ["read-only", "read only", "readonly", "pull-through", "pull through", "proxy cache", "maintenance"],
            Advice = "Let the registry be written, or choose another target: it is read-only, or a cache of another registry.",
        },
        new(RegistryErrorKind.Denied)
        {
            OnlyWrites = true,
            Statuses = [405],
            Advice = "Let the registry be written, or choose another target: it is read-only, or a cache of another registry.",
        },
        new(RegistryErrorKind.Denied)
        {
            Codes = ["PROJECTPOLICYVIOLATION"],
            Words = ["not signed", "signature verification", "vulnerabilit"],
            Advice = "Meet the registry's policy (signatures, scans), or change it.",
        },
        new(RegistryErrorKind.NotFound)
        {
            Codes = ["BLOB_UPLOAD_UNKNOWN", "BLOB_UPLOAD_INVALID"],
            Advice = "Try again: the registry has lost the upload.",
        },
        new(RegistryErrorKind.NotFound)
        {
            OnlyWrites = true,
            Statuses = [404],
            Advice = "Create the project or repository at the registry first, or correct its name.",
        },
        new(RegistryErrorKind.NotFound)
        {
            OnlyWrites = true,
            Codes = ["NAME_UNKNOWN", "PROJECT_UNKNOWN"],
            Advice = "Create the project or repository at the registry first, or correct its name.",
        },
        new(RegistryErrorKind.Unreachable)
        {
            Statuses = [407],
            Advice = ProxyRefusal.Advice,
        },
        new(RegistryErrorKind.Unsupported)
        {
            OnlyWrites = true,
            Statuses = [301, 302, 303],
            Advice = "Name the registry by the address that it redirects to: a write is not sent there.",
        },
        // Amazon ECR says it with 403.
        new(RegistryErrorKind.Unauthorized) { Statuses = [401], Words = ["token has expired"] },
        new(RegistryErrorKind.Denied) { Statuses = [403] },
        new(RegistryErrorKind.NotFound) { Statuses = [404] },
        new(RegistryErrorKind.Conflict) { Statuses = [409, 412] },
        new(RegistryErrorKind.Unreachable) { Statuses = [408] },
    ];

    /// <summary>The way out; none means the usual one of the kind.</summary>
    public string? Advice { get; init; }

    private int[] Statuses { get; init; } = [];

    private string[] Codes { get; init; } = [];

    private string[] Words { get; init; } = [];

    private bool OnlyWrites { get; init; }

    public static RefusalReason Of(HttpStatusCode status, IReadOnlyList<string> codes, string text, bool isWrite) =>
        Array.Find(Table, reason => (isWrite || !reason.OnlyWrites) && reason.Fits((int)status, codes, text))
        ?? new RefusalReason((int)status >= 500 ? RegistryErrorKind.Unreachable : RegistryErrorKind.Unsupported);

    private bool Fits(int status, IReadOnlyList<string> codes, string text) =>
        Statuses.Contains(status)
        || codes.Any(code => Codes.Contains(code, StringComparer.OrdinalIgnoreCase))
        || Words.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
}
