using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Schemas.Definitions;

namespace ImageCloneOperator.Testing.KubeApi.Schemas.BuiltIn;

/// <summary>Rules of pods and pod templates.</summary>
internal static class PodRules
{
    private const string LabelText = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or "
        + "'-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', "
        + "regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

    public static IEnumerable<FieldError> Pod(JsonObject pod, JsonObject? old)
    {
        foreach (var error in Spec(pod.Object("spec") ?? [], "spec")) yield return error;
        foreach (var error in BuiltInValidation.OneOf(pod["spec"], "spec", "restartPolicy", "Always", "OnFailure", "Never"))
            yield return error;
        foreach (var error in EphemeralContainers(pod.Object("spec") ?? [], old?.Object("spec"))) yield return error;
        if (old?.Object("spec") is { } before && pod.Object("spec") is { } after && !JsonQuery.Same(Fixed(before), Fixed(after)))
        {
            yield return FieldError.Forbidden(
                "spec",
                "pod updates may not change fields other than "
                    + "`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` "
                    + "(only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it "
                    + "to be set to 1 if it was previously negative)");
        }
    }

    /// <param name="restartPolicies">What this kind of workload allows.</param>
    public static IEnumerable<FieldError> Template(JsonNode? template, string path, params string[] restartPolicies)
    {
        foreach (var error in Spec(template.Object("spec") ?? [], path + ".spec")) yield return error;
        var policy = template.Text("spec", "restartPolicy");
        if (policy is null || restartPolicies.Contains(policy)) yield break;

        // Jobs have no default of their own: the pod's, Always, counts as not given.
        yield return restartPolicies.Length > 1 && policy == "Always"
            ? FieldError.Required(
                path + ".spec.restartPolicy", "valid values: " + string.Join(", ", restartPolicies.Select(value => $"\"{value}\"")))
            : FieldError.NotSupported(path + ".spec.restartPolicy", policy, restartPolicies);
    }

    /// <summary>They come to a pod that is there, and stay as they came.</summary>
    private static IEnumerable<FieldError> EphemeralContainers(JsonObject spec, JsonObject? before)
    {
        const string path = "spec.ephemeralContainers";
        var containers = spec.Objects("ephemeralContainers").ToArray();
        if (before is null)
        {
            if (containers.Length > 0) yield return FieldError.Forbidden(path, "cannot be set on create");
            yield break;
        }

        foreach (var error in containers.SelectMany((container, i) => Container(container, $"{path}[{i}]", []))) yield return error;
        string[] names = [.. spec.Objects("containers").Concat(spec.Objects("initContainers")).Select(one => one.Text("name") ?? "")];
        foreach (var (container, i) in containers.Select((container, i) => (container, i)))
        {
            if (names.Contains(container.Text("name"))) yield return FieldError.Duplicate($"{path}[{i}].name", container.Text("name"));
        }

        foreach (var error in Duplicates(containers.Select(container => container.Text("name") ?? ""), path)) yield return error;
        foreach (var existing in before.Objects("ephemeralContainers"))
        {
            var now = Array.Find(containers, container => container.Text("name") == existing.Text("name"));
            if (now is null)
                yield return FieldError.Forbidden(path, $"existing ephemeral containers \"{existing.Text("name")}\" may not be removed\n");
            else if (!JsonQuery.Same(now, existing))
                yield return FieldError.Forbidden(path, $"existing ephemeral containers \"{existing.Text("name")}\" may not be changed\n");
        }
    }

    private static IEnumerable<FieldError> Spec(JsonObject spec, string path)
    {
        var volumes = spec.Objects("volumes").Select(volume => volume.Text("name") ?? "").ToArray();
        foreach (var error in volumes.SelectMany((name, i) => Name(name, $"{path}.volumes[{i}].name"))) yield return error;
        foreach (var error in Duplicates(volumes, path + ".volumes")) yield return error;
        if (!spec.Objects("containers").Any()) yield return FieldError.Required(path + ".containers");
        foreach (var list in (string[])["containers", "initContainers"])
        {
            var containers = spec.Objects(list).ToArray();
            foreach (var error in containers.SelectMany((container, i) => Container(container, $"{path}.{list}[{i}]", volumes)))
                yield return error;
            foreach (var error in Duplicates(containers.Select(container => container.Text("name") ?? ""), $"{path}.{list}"))
                yield return error;
        }
    }

    private static IEnumerable<FieldError> Container(JsonObject container, string path, string[] volumes)
    {
        foreach (var error in Name(container.Text("name") ?? "", path + ".name")) yield return error;
        var image = container.Text("image") ?? "";
        if (image.Length == 0) yield return FieldError.Required(path + ".image");
        else if (image.Trim() != image)
            yield return FieldError.Invalid(path + ".image", image, "must not have leading or trailing whitespace");
        foreach (var error in container.Objects("volumeMounts")
            .SelectMany((mount, i) => Mount(mount, $"{path}.volumeMounts[{i}]", volumes)))
        {
            yield return error;
        }

        foreach (var error in container.Objects("ports").SelectMany((port, i) => Port(port, $"{path}.ports[{i}].containerPort")))
            yield return error;
        foreach (var (variable, i) in container.Objects("env").Select((variable, i) => (variable, i)))
        {
            if (string.IsNullOrEmpty(variable.Text("name"))) yield return FieldError.Required($"{path}.env[{i}].name");
        }

        foreach (var error in BuiltInValidation.OneOf(container, path, "imagePullPolicy", "Always", "IfNotPresent", "Never"))
            yield return error;
    }

    private static IEnumerable<FieldError> Mount(JsonObject mount, string path, string[] volumes)
    {
        var name = mount.Text("name") ?? "";
        if (name.Length == 0) yield return FieldError.Required(path + ".name");
        else if (!volumes.Contains(name)) yield return new FieldError(path + ".name", FieldErrorType.NotFound, $"Not found: \"{name}\"");
        if (string.IsNullOrEmpty(mount.Text("mountPath"))) yield return FieldError.Required(path + ".mountPath");
    }

    private static IEnumerable<FieldError> Port(JsonObject port, string path)
    {
        var number = port.Integer("containerPort") ?? 0;
        if (number == 0) yield return FieldError.Required(path);
        else if (number is < 1 or > 65535) yield return FieldError.Invalid(path, number, "must be between 1 and 65535, inclusive");
    }

    private static IEnumerable<FieldError> Name(string name, string path)
    {
        if (name.Length == 0) yield return FieldError.Required(path);
        else if (name.Length > 63) yield return FieldError.TooLong(path, 63);
        else if (!Patterns.IsMatch(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?$", name)) yield return FieldError.Invalid(path, name, LabelText);
    }

    private static IEnumerable<FieldError> Duplicates(IEnumerable<string> names, string path)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return names
            .Select((name, i) => (name, i))
            .Where(item => !seen.Add(item.name))
            .Select(item => FieldError.Duplicate($"{path}[{item.i}].name", item.name));
    }

    // A running pod may change its images and little else.
    private static JsonObject Fixed(JsonObject spec)
    {
        var copy = spec.DeepClone().AsObject();
        foreach (var container in copy
            .Objects("containers")
            .Concat(copy.Objects("initContainers"))
            .Concat(copy.Objects("ephemeralContainers")))
        {
            container.Remove("image");
        }

        foreach (var name in (string[])[
            "activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds", "nodeName", "ephemeralContainers", "schedulingGates",
        ])
        {
            copy.Remove(name);
        }

        return copy;
    }
}
