namespace ImageCloneOperator.Testing.KubeApi.Resources;

/// <summary>The kinds that the server knows without a CustomResourceDefinition.</summary>
internal static class BuiltInResources
{
    private static readonly string[] CreateOnly = ["create"];
    private static readonly string[] All = ["all"];
    private static readonly string[] EventFields =
    [
        "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion",
        "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent", "source", "type",
    ];

    private static readonly string[] NewEventFields =
    [
        "regarding.kind", "regarding.namespace", "regarding.name", "regarding.uid", "regarding.apiVersion",
        "regarding.resourceVersion", "regarding.fieldPath", "reason", "reportingController", "type",
    ];

    public static IReadOnlyList<ResourceDefinition> Definitions { get; } =
    [
        .. Core(), .. Apps(), .. Batch(), .. Rbac(), .. Admission(), .. Reviews(),
        new("coordination.k8s.io", "v1", "Lease", "leases", true),
        new("events.k8s.io", "v1", "Event", "events", true)
        {
            ShortNames = ["ev"],
            Table = "/events",
            StorageApiVersion = "v1",
            SelectableFields = NewEventFields,
        },
        new("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices", true),
        new("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets", true)
        {
            ShortNames = ["pdb"],
            HasStatus = true,
            HasGeneration = true,
        },
        new("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies", true) { ShortNames = ["netpol"], HasGeneration = true },
        new("networking.k8s.io", "v1", "Ingress", "ingresses", true) { ShortNames = ["ing"], HasStatus = true, HasGeneration = true },
        new("apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions", false)
        {
            ShortNames = ["crd", "crds"], Categories = ["api-extensions"], HasStatus = true, HasGeneration = true,
        },
    ];

    private static IEnumerable<ResourceDefinition> Core() =>
    [
        new("", "v1", "Namespace", "namespaces", false)
        {
            ShortNames = ["ns"], HasStatus = true, SelectableFields = ["status.phase"],
            Verbs = ["create", "delete", "get", "list", "patch", "update", "watch"],
        },
        new("", "v1", "ConfigMap", "configmaps", true) { ShortNames = ["cm"] },
        new("", "v1", "Secret", "secrets", true) { SelectableFields = ["type"] },
        new("", "v1", "ServiceAccount", "serviceaccounts", true) { ShortNames = ["sa"] },
        new("", "v1", "Pod", "pods", true)
        {
            ShortNames = ["po"], Categories = All, HasStatus = true, HasGeneration = true,
            SelectableFields =
            [
                "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork", "status.phase",
                "status.podIP", "status.nominatedNodeName",
            ],
        },
        new("", "v1", "Service", "services", true)
        {
            ShortNames = ["svc"],
            Categories = All,
            HasStatus = true,
            SelectableFields = ["spec.clusterIP", "spec.type"],
        },
        new("", "v1", "Endpoints", "endpoints", true) { ShortNames = ["ep"], Singular = "endpoints", ListKind = "EndpointsList" },
        new("", "v1", "Event", "events", true) { ShortNames = ["ev"], SelectableFields = EventFields },
        new("", "v1", "Node", "nodes", false) { ShortNames = ["no"], HasStatus = true, SelectableFields = ["spec.unschedulable"] },
        new("", "v1", "PersistentVolumeClaim", "persistentvolumeclaims", true) { ShortNames = ["pvc"], HasStatus = true },
    ];

    private static IEnumerable<ResourceDefinition> Apps() =>
    [
        new("apps", "v1", "Deployment", "deployments", true)
        {
            ShortNames = ["deploy"],
            Categories = All,
            HasStatus = true,
            HasScale = true,
            HasGeneration = true,
        },
        new("apps", "v1", "DaemonSet", "daemonsets", true)
        {
            ShortNames = ["ds"],
            Categories = All,
            HasStatus = true,
            HasGeneration = true,
        },
        new("apps", "v1", "StatefulSet", "statefulsets", true)
        {
            ShortNames = ["sts"],
            Categories = All,
            HasStatus = true,
            HasScale = true,
            HasGeneration = true,
        },
        new("apps", "v1", "ReplicaSet", "replicasets", true)
        {
            ShortNames = ["rs"],
            Categories = All,
            HasStatus = true,
            HasScale = true,
            HasGeneration = true,
            SelectableFields = ["status.replicas"],
        },
        new("apps", "v1", "ControllerRevision", "controllerrevisions", true),
    ];

    private static IEnumerable<ResourceDefinition> Batch() =>
    [
        new("batch", "v1", "Job", "jobs", true)
        {
            Categories = All,
            HasStatus = true,
            HasGeneration = true,
            SelectableFields = ["status.successful"],
        },
        new("batch", "v1", "CronJob", "cronjobs", true) { ShortNames = ["cj"], Categories = All, HasStatus = true, HasGeneration = true },
    ];

    private static IEnumerable<ResourceDefinition> Rbac() =>
    [
        new("rbac.authorization.k8s.io", "v1", "Role", "roles", true),
        new("rbac.authorization.k8s.io", "v1", "RoleBinding", "rolebindings", true),
        new("rbac.authorization.k8s.io", "v1", "ClusterRole", "clusterroles", false),
        new("rbac.authorization.k8s.io", "v1", "ClusterRoleBinding", "clusterrolebindings", false),
    ];

    private static IEnumerable<ResourceDefinition> Admission() =>
    [
        new("admissionregistration.k8s.io", "v1", "MutatingWebhookConfiguration", "mutatingwebhookconfigurations", false)
        {
            Categories = ["api-extensions"], HasGeneration = true,
        },
        new("admissionregistration.k8s.io", "v1", "ValidatingWebhookConfiguration", "validatingwebhookconfigurations", false)
        {
            Categories = ["api-extensions"], HasGeneration = true,
        },
        new("admissionregistration.k8s.io", "v1", "ValidatingAdmissionPolicy", "validatingadmissionpolicies", false)
        {
            Categories = ["api-extensions"], HasGeneration = true,
        },
        new("admissionregistration.k8s.io", "v1", "ValidatingAdmissionPolicyBinding", "validatingadmissionpolicybindings", false)
        {
            Categories = ["api-extensions"], HasGeneration = true,
        },
    ];

    private static IEnumerable<ResourceDefinition> Reviews() =>
    [
        Review("authentication.k8s.io", "TokenReview", "tokenreviews", namespaced: false),
        Review("authentication.k8s.io", "SelfSubjectReview", "selfsubjectreviews", namespaced: false),
        Review("authorization.k8s.io", "SubjectAccessReview", "subjectaccessreviews", namespaced: false),
        Review("authorization.k8s.io", "LocalSubjectAccessReview", "localsubjectaccessreviews", namespaced: true),
        Review("authorization.k8s.io", "SelfSubjectAccessReview", "selfsubjectaccessreviews", namespaced: false),
        Review("authorization.k8s.io", "SelfSubjectRulesReview", "selfsubjectrulesreviews", namespaced: false),
    ];

    private static ResourceDefinition Review(string group, string kind, string plural, bool namespaced) =>
        new(group, "v1", kind, plural, namespaced) { Verbs = CreateOnly };
}
