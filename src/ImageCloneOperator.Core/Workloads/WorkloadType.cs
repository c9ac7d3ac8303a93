namespace ImageCloneOperator.Core.Workloads;

/// <summary>A kind that makes pods from a template.</summary>
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

    /// <summary>The kind that makes workloads of this one.</summary>
    public string? Maker { get; init; }

    public string ApiVersion => $"{Group}/{Version}";

    /// <summary>As kubectl and RBAC name it: <c>deployments.apps</c>.</summary>
    public string Resource => $"{Plural}.{Group}";

    public bool IsRewritable => Capabilities.HasFlag(WorkloadCapabilities.Rewritable);

    public bool IsProtectable => Capabilities.HasFlag(WorkloadCapabilities.Protectable);

    public override string ToString() => Kind;
}
