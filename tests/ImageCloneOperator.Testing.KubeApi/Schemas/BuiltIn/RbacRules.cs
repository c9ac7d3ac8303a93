using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Schemas.Definitions;

namespace ImageCloneOperator.Testing.KubeApi.Schemas.BuiltIn;

/// <summary>Rules of roles and bindings.</summary>
internal static class RbacRules
{
    public static IEnumerable<FieldError> Role(JsonObject role, string kind) =>
        role.Objects("rules").SelectMany((rule, i) => Rule(rule, $"rules[{i}]", kind));

    public static IEnumerable<FieldError> Binding(JsonObject binding, JsonObject? old, string kind)
    {
        string[] roles = kind == "RoleBinding" ? ["Role", "ClusterRole"] : ["ClusterRole"];
        foreach (var error in BuiltInValidation.OneOf(binding["roleRef"], "roleRef", "kind", roles)) yield return error;
        if (string.IsNullOrEmpty(binding.Text("roleRef", "name"))) yield return FieldError.Required("roleRef.name");
        foreach (var error in binding.Objects("subjects").SelectMany((subject, i) => Subject(subject, $"subjects[{i}]")))
            yield return error;
        if (old is not null && !JsonQuery.Same(old["roleRef"], binding["roleRef"]))
            yield return FieldError.Invalid("roleRef", binding["roleRef"], "cannot change roleRef");
    }

    private static IEnumerable<FieldError> Subject(JsonObject subject, string path)
    {
        if (string.IsNullOrEmpty(subject.Text("name"))) yield return FieldError.Required(path + ".name");
        foreach (var error in BuiltInValidation.OneOf(subject, path, "kind", "ServiceAccount", "User", "Group")) yield return error;
        if (subject.Text("kind") == "ServiceAccount" && string.IsNullOrEmpty(subject.Text("namespace")))
            yield return FieldError.Required(path + ".namespace");
    }

    private static IEnumerable<FieldError> Rule(JsonObject rule, string path, string kind)
    {
        if (!rule.Strings("verbs").Any()) yield return FieldError.Required(path + ".verbs", "verbs must contain at least one value");
        if (rule.Strings("nonResourceURLs").Any())
        {
            if (kind == "Role")
            {
                yield return FieldError.Invalid(
                    path + ".nonResourceURLs", rule["nonResourceURLs"], "namespaced rules cannot apply to non-resource URLs");
            }

            yield break;
        }

        if (!rule.Strings("apiGroups").Any())
            yield return FieldError.Required(path + ".apiGroups", "resource rules must supply at least one api group");
        if (!rule.Strings("resources").Any())
            yield return FieldError.Required(path + ".resources", "resource rules must supply at least one resource");
    }
}
