using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Schemas.Definitions;

namespace ImageCloneOperator.Testing.KubeApi.Schemas.BuiltIn;

/// <summary>Defaults of built-in definitions that depend on other fields; the table holds the constant ones.</summary>
internal static class BuiltInDefaults
{
    private const string Core = "io.k8s.api.core.v1.";
    private const string RbacGroup = "rbac.authorization.k8s.io";

    private static readonly Dictionary<string, Action<JsonObject>> Steps = new(StringComparer.Ordinal)
    {
        [Core + "Pod"] = Pod,
        [Core + "PodSpec"] = PodSpec,
        [Core + "Container"] = container => PullPolicy(container, "image", "imagePullPolicy"),
        [Core + "EphemeralContainer"] = container => PullPolicy(container, "image", "imagePullPolicy"),
        [Core + "ImageVolumeSource"] = volume => PullPolicy(volume, "reference", "pullPolicy"),
        [Core + "Volume"] = Volume,
        [Core + "ServiceSpec"] = ServiceSpec,
        ["io.k8s.api.apps.v1.DeploymentStrategy"] = Rolling,
        ["io.k8s.api.apps.v1.DaemonSetUpdateStrategy"] = Rolling,
        ["io.k8s.api.apps.v1.StatefulSetUpdateStrategy"] = Rolling,
        ["io.k8s.api.batch.v1.Job"] = Job,
        ["io.k8s.api.rbac.v1.Subject"] = Subject,
        ["io.k8s.api.networking.v1.NetworkPolicySpec"] = NetworkPolicySpec,
        ["io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionNames"] = Names,
    };

    public static void Apply(string definition, JsonObject obj)
    {
        if (Steps.TryGetValue(definition, out var step)) step(obj);
    }

    private static void Pod(JsonObject pod)
    {
        pod.Ensure("spec").SetDefault("enableServiceLinks", true);
        foreach (var container in pod.Objects("spec", "containers").Concat(pod.Objects("spec", "initContainers"))) Requests(container);
    }

    // A limit without a request asks for as much.
    private static void Requests(JsonObject container)
    {
        foreach (var (resource, limit) in container.Object("resources", "limits") ?? [])
        {
            container.Ensure("resources").Ensure("requests").SetDefault(resource, limit!.DeepClone());
        }
    }

    private static void PodSpec(JsonObject spec)
    {
        spec.SetDefault("securityContext", new JsonObject());
        var account = spec.Text("serviceAccountName") ?? spec.Text("serviceAccount");
        if (!string.IsNullOrEmpty(account)) (spec["serviceAccountName"], spec["serviceAccount"]) = (account, account);
        if (spec.Flag("hostNetwork") != true) return;
        foreach (var port in spec
            .Objects("containers")
            .Concat(spec.Objects("initContainers"))
            .SelectMany(container => container.Objects("ports")))
        {
            if (port["containerPort"] is { } number) port.SetDefault("hostPort", number.DeepClone());
        }
    }

    private static void PullPolicy(JsonObject owner, string reference, string policy)
    {
        if (owner.Text(reference) is { Length: > 0 } image) owner.SetDefault(policy, IsLatest(image) ? "Always" : "IfNotPresent");
    }

    // No tag means latest; a digest without a tag doesn't.
    private static bool IsLatest(string image)
    {
        var name = image.Split('@')[0];
        var colon = name.IndexOf(':', name.LastIndexOf('/') + 1);
        return colon < 0 ? name.Length == image.Length : name[(colon + 1)..] == "latest";
    }

    private static void Volume(JsonObject volume)
    {
        if (volume.Count(field => field.Value is not null) == 1 && volume.ContainsKey("name")) volume["emptyDir"] = new JsonObject();
    }

    private static void ServiceSpec(JsonObject spec)
    {
        foreach (var port in spec.Objects("ports"))
        {
            if (port["port"] is { } number) port.SetDefault("targetPort", number.DeepClone());
        }

        if (spec.Text("sessionAffinity") == "ClientIP")
            spec.Ensure("sessionAffinityConfig").Ensure("clientIP").SetDefault("timeoutSeconds", 10800);
        var type = spec.Text("type");
        if (type is "NodePort" or "LoadBalancer") spec.SetDefault("externalTrafficPolicy", "Cluster");
        if (type == "LoadBalancer") spec.SetDefault("allocateLoadBalancerNodePorts", true);
        if (type != "ExternalName") spec.SetDefault("internalTrafficPolicy", "Cluster");
    }

    private static void Rolling(JsonObject strategy)
    {
        if (strategy.Text("type") == "RollingUpdate") strategy.Ensure("rollingUpdate");
    }

    private static void Job(JsonObject job)
    {
        var spec = job.Ensure("spec");
        if (spec["parallelism"] is null) spec.SetDefault("completions", 1);
        spec.SetDefault("parallelism", 1);
        spec.SetDefault("backoffLimit", spec["backoffLimitPerIndex"] is null ? 6 : int.MaxValue);
        spec.SetDefault("completionMode", "NonIndexed");
        spec.SetDefault("suspend", false);
        spec.SetDefault("manualSelector", false);
        spec.SetDefault("podReplacementPolicy", spec["podFailurePolicy"] is null ? "TerminatingOrFailed" : "Failed");
    }

    private static void Subject(JsonObject subject)
    {
        if (subject.Text("kind") is "User" or "Group") subject.SetDefault("apiGroup", RbacGroup);
    }

    private static void NetworkPolicySpec(JsonObject spec) =>
        spec.SetDefault(
            "policyTypes", spec.Array("egress") is { Count: > 0 } ? new JsonArray("Ingress", "Egress") : new JsonArray("Ingress"));

    private static void Names(JsonObject names)
    {
        if (names.Text("kind") is not { } kind) return;
        names.SetDefault("singular", kind.ToLowerInvariant());
        names.SetDefault("listKind", kind + "List");
    }
}
