using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Schemas.Definitions;

namespace ImageCloneOperator.Testing.KubeApi.Schemas.BuiltIn;

/// <summary>What built-in kinds demand beyond their types, as far as users of a development cluster meet it.</summary>
internal static class BuiltInValidation
{
    public static IEnumerable<FieldError> Validate(KindSchema kind, JsonObject obj, JsonObject? old) => (kind.Group, kind.Kind) switch
    {
        ("", "Pod") => PodRules.Pod(obj, old),
        ("", "ConfigMap" or "Secret") => DataKeys(obj),
        ("", "Service") => Service(obj),
        ("apps", "Deployment" or "DaemonSet" or "StatefulSet" or "ReplicaSet") => WorkloadRules.Workload(kind.Kind, obj, old),
        ("batch", "Job") => WorkloadRules.Job(obj, old),
        ("batch", "CronJob") => WorkloadRules.CronJob(obj),
        ("coordination.k8s.io", _) => Lease(obj),
        ("rbac.authorization.k8s.io", "Role" or "ClusterRole") => RbacRules.Role(obj, kind.Kind),
        ("rbac.authorization.k8s.io", _) => RbacRules.Binding(obj, old, kind.Kind),
        ("apiextensions.k8s.io", _) => CrdValidation.Validate(obj, old),
        _ => SchemaValidation.Validate(kind.Root, obj),
    };

    public static IEnumerable<FieldError> AtLeast(JsonNode? obj, string path, string name, long minimum) =>
        obj.Integer(name) is { } value && value < minimum
            ? [FieldError.Invalid(
                FieldPath.Child(path, name),
                value,
                minimum == 0 ? "must be greater than or equal to 0" : $"must be greater than {minimum - 1}")]
            : [];

    public static IEnumerable<FieldError> OneOf(JsonNode? obj, string path, string name, params string[] supported) =>
        obj.Text(name) is { } value && !supported.Contains(value)
            ? [FieldError.NotSupported(FieldPath.Child(path, name), value, supported)]
            : [];

    private static IEnumerable<FieldError> DataKeys(JsonObject obj) =>
        from field in (string[])["data", "binaryData"]
        from entry in obj.Object(field) ?? []
        where !Patterns.IsMatch(@"\A[-._a-zA-Z0-9]+$", entry.Key) || entry.Key is "." or ".."
        select FieldError.Invalid($"{field}[{entry.Key}]", entry.Key,
            "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. "
                + "'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')");

    private static IEnumerable<FieldError> Service(JsonObject obj)
    {
        var spec = obj.Object("spec");
        if (obj.Text("spec", "clusterIP") != "None" && obj.Text("spec", "type") != "ExternalName" && !spec.Objects("ports").Any())
            yield return FieldError.Required("spec.ports");
        foreach (var error in OneOf(spec, "spec", "type", "ClusterIP", "ExternalName", "LoadBalancer", "NodePort")) yield return error;
    }

    private static IEnumerable<FieldError> Lease(JsonObject obj)
    {
        var spec = obj.Object("spec");
        return [.. AtLeast(spec, "spec", "leaseDurationSeconds", 1), .. AtLeast(spec, "spec", "leaseTransitions", 0)];
    }
}
