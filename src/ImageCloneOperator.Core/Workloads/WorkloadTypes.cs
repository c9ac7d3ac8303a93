namespace ImageCloneOperator.Core.Workloads;

/// <summary>The kinds that policies can select. RBAC, undeploy, docs and the CRD are held to this list by tests.</summary>
public static class WorkloadTypes
{
    /// <summary>Where most kinds have the spec of their pods.</summary>
    public const string TemplatePath = "spec.template.spec";

    private const WorkloadCapabilities All = WorkloadCapabilities.Rewritable | WorkloadCapabilities.Protectable;

    public static WorkloadType Deployment { get; } =
        new("apps", "v1", "deployments", "Deployment", TemplatePath, All) { PodOwner = "ReplicaSet" };

    public static WorkloadType DaemonSet { get; } = new("apps", "v1", "daemonsets", "DaemonSet", TemplatePath, All);

    public static WorkloadType StatefulSet { get; } = new("apps", "v1", "statefulsets", "StatefulSet", TemplatePath, All);

    public static WorkloadType CronJob { get; } = new("batch", "v1", "cronjobs", "CronJob", "spec.jobTemplate." + TemplatePath, All);

    /// <summary>The API refuses every change of a Job's template.</summary>
    public static WorkloadType Job { get; } = new("batch", "v1", "jobs", "Job", TemplatePath, WorkloadCapabilities.Protectable);

    /// <summary>Pods that none of the other kinds leads to, and what runs in all of them beside their templates.</summary>
    public static WorkloadType Pod { get; } = new("", "v1", "pods", "Pod", "spec", WorkloadCapabilities.None);

    /// <summary>How many can be selected, for what must know it when it is compiled.</summary>
    public const int MaxKinds = 6;

    /// <summary>The kinds that are always watched.</summary>
    public static IReadOnlyList<WorkloadType> BuiltIn { get; } = [Deployment, DaemonSet, StatefulSet, CronJob, Job];

    /// <summary>The kinds that <c>spec.workloadKinds</c> may have.</summary>
    public static IReadOnlyList<WorkloadType> Selectable { get; } = [.. BuiltIn, Pod];

    /// <summary>The kinds of a policy that names none.</summary>
    public static IReadOnlyList<WorkloadType> Default { get; } = [Deployment, DaemonSet];

    public static WorkloadType? Find(string? apiVersion, string? kind) =>
        Selectable.FirstOrDefault(type => type.Kind == kind && type.ApiVersion == apiVersion);

    /// <summary>The kind that makes its pods through this one.</summary>
    public static WorkloadType? FindByPodOwner(string? apiVersion, string kind) =>
        BuiltIn.FirstOrDefault(type => type.PodOwner == kind && type.ApiVersion == apiVersion);
}
