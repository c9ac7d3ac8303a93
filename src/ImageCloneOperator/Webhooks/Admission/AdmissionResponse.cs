using System.Text.Json.Serialization;
using k8s.Models;

namespace ImageCloneOperator.Webhooks.Admission;

/// <summary>Whether a write may go on, and changed in which way.</summary>
internal sealed record AdmissionResponse
{
    public string? Uid { get; init; }

    public required bool Allowed { get; init; }

    /// <summary>Why it may not.</summary>
    public V1Status? Status { get; init; }

    public string? PatchType => Patch is null ? null : "JSONPatch";

    /// <summary>RFC 6902, in UTF-8.</summary>
    public byte[]? Patch { get; init; }

    /// <summary>For the API server's audit log, which puts the webhook's name before each key.</summary>
    public Dictionary<string, string>? AuditAnnotations { get; init; }

    /// <summary>For whoever sends the request.</summary>
    public List<string>? Warnings { get; init; }

    /// <summary>For our metrics; null says it by the rest.</summary>
    [JsonIgnore]
    public string? Result { get; init; }

    public static AdmissionResponse Allow { get; } = new() { Allowed = true };

    public static AdmissionResponse AllowWith(string warning) => new() { Allowed = true, Warnings = [warning] };
}
