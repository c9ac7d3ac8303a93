using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Schemas.Definitions;

namespace ImageCloneOperator.Testing.KubeApi.Schemas.BuiltIn;

/// <summary>Rules of the kinds that make pods from a template.</summary>
internal static class WorkloadRules
{
    private static readonly string[] StatefulSetMayChange =
    [
        "replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit", "persistentVolumeClaimRetentionPolicy",
        "minReadySeconds",
    ];

    public static IEnumerable<FieldError> Workload(string kind, JsonObject obj, JsonObject? old)
    {
        var spec = obj.Object("spec") ?? [];
        foreach (var name in (string[])["replicas", "minReadySeconds", "revisionHistoryLimit", "progressDeadlineSeconds"])
        {
            foreach (var error in BuiltInValidation.AtLeast(spec, "spec", name, 0)) yield return error;
        }

        foreach (var error in Selector(kind, spec)) yield return error;
        foreach (var error in Strategy(kind, spec)) yield return error;
        foreach (var error in PodRules.Template(spec["template"], "spec.template", "Always")) yield return error;
        foreach (var error in Immutable(kind, spec, old?.Object("spec"))) yield return error;
    }

    public static IEnumerable<FieldError> Job(JsonObject obj, JsonObject? old)
    {
        foreach (var error in JobSpec(obj.Object("spec"), "spec")) yield return error;
        if (old is null) yield break;
        foreach (var name in (string[])["completions", "selector", "completionMode"])
        {
            if (!JsonQuery.Same(obj.At("spec", name), old.At("spec", name)))
                yield return FieldError.Invalid("spec." + name, obj.At("spec", name), "field is immutable");
        }

        if (!JsonQuery.Same(obj.At("spec", "template", "spec"), old.At("spec", "template", "spec")))
            yield return FieldError.Invalid("spec.template", obj.At("spec", "template"), "field is immutable");
    }

    public static IEnumerable<FieldError> CronJob(JsonObject obj)
    {
        var spec = obj.Object("spec");
        var schedule = spec.Text("schedule") ?? "";
        var fields = schedule.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (schedule.Length == 0) yield return FieldError.Required("spec.schedule");
        else if (fields.Length != 5 && schedule[0] != '@')
        {
            yield return FieldError.Invalid(
                "spec.schedule", schedule, $"expected exactly 5 fields, found {fields.Length}: [{string.Join(' ', fields)}]");
        }

        foreach (var error in BuiltInValidation.OneOf(spec, "spec", "concurrencyPolicy", "Allow", "Forbid", "Replace")) yield return error;
        foreach (var error in JobSpec(spec.Object("jobTemplate", "spec"), "spec.jobTemplate.spec")) yield return error;
    }

    private static IEnumerable<FieldError> JobSpec(JsonObject? spec, string path)
    {
        var counts = ((string[])["parallelism", "completions", "backoffLimit", "activeDeadlineSeconds", "ttlSecondsAfterFinished"])
            .SelectMany(name => BuiltInValidation.AtLeast(spec, path, name, 0));
        return counts.Concat(PodRules.Template(spec?["template"], path + ".template", "OnFailure", "Never"));
    }

    private static IEnumerable<FieldError> Selector(string kind, JsonObject spec)
    {
        var labels = spec.Object("template", "metadata", "labels");
        var selector = spec.Object("selector");
        if (selector is null) yield return FieldError.Required("spec.selector");
        else if (selector.Count == 0 || (selector.Object("matchLabels") is { Count: 0 } && selector["matchExpressions"] is null))
        {
            yield return FieldError.Invalid("spec.selector", new JsonObject(), $"empty selector is invalid for {kind.ToLowerInvariant()}");
            yield break;
        }

        if (selector is null || !LabelMatch.Matches(selector, labels))
            yield return FieldError.Invalid("spec.template.metadata.labels", labels, "`selector` does not match template `labels`");
    }

    private static IEnumerable<FieldError> Strategy(string kind, JsonObject spec)
    {
        var (field, supported) = kind switch
        {
            "Deployment" => ("strategy", (string[])["Recreate", "RollingUpdate"]),
            "DaemonSet" or "StatefulSet" => ("updateStrategy", ["RollingUpdate", "OnDelete"]),
            _ => ("", []),
        };
        if (spec.Text(field, "type") is { } type && !supported.Contains(type))
            yield return FieldError.NotSupported($"spec.{field}.type", type, supported);
        if (kind == "Deployment" && spec.Text("strategy", "type") == "Recreate" && spec.At("strategy", "rollingUpdate") is not null)
            yield return FieldError.Forbidden("spec.strategy.rollingUpdate", "may not be specified when strategy `type` is 'Recreate'");
    }

    private static IEnumerable<FieldError> Immutable(string kind, JsonObject spec, JsonObject? old)
    {
        if (old is null) yield break;
        if (kind != "StatefulSet")
        {
            if (!JsonQuery.Same(spec["selector"], old["selector"]))
                yield return FieldError.Invalid("spec.selector", spec["selector"], "field is immutable");
            yield break;
        }

        var names = spec.Select(field => field.Key).Union(old.Select(field => field.Key)).Except(StatefulSetMayChange);
        if (names.Any(name => !JsonQuery.Same(spec[name], old[name])))
        {
            yield return FieldError.Forbidden(
                "spec",
                "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', "
                    + "'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden");
        }
    }
}
