namespace ImageCloneOperator.Core.Workloads;

/// <summary>A kind that makes pods from a template, or pods themselves.</summary>
/// <param name="Group">Its API group.</param>
/// <param name="Plural">The resource's name in URLs: lower-case, plural.</param>
/// <param name="PodSpecPath">The fields that lead to the spec of its pods, such as <c>spec.template.spec</c>.</param>
/// <param name="Capabilities">What may be done to it.</param>
public sealed record WorkloadType(
    string Group, string Version, string Plural, string Kind, string PodSpecPath, WorkloadCapabilities Capabilities)
{
    /// <summary>
    /// The kind that it makes its pods through, each named after it and the pods' template hash; null where it makes them itself.
    /// </summary>
    public string? PodOwner { get; init; }

    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>As kubectl and RBAC name it: <c>deployments.apps</c>.</summary>
    public string Resource => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    /// <summary>It is made by others: nothing on it is ever changed, and it counts for the workload that it belongs to.</summary>
    public bool IsPod => this == WorkloadTypes.Pod;

    public bool IsSameResource(WorkloadType other) => Group == other.Group && Plural == other.Plural;

    public bool IsRewritable => Capabilities.HasFlag(WorkloadCapabilities.Rewritable);

    public bool IsProtectable => Capabilities.HasFlag(WorkloadCapabilities.Protectable);

    public override string ToString() => Kind;
}
