using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Objects;
using ImageCloneOperator.Testing.KubeApi.Storage;

namespace ImageCloneOperator.Testing.KubeApi.Auth;

/// <summary>The rules that bindings give a user.</summary>
internal static class Rules
{
    private const string Group = "rbac.authorization.k8s.io";

    public static IEnumerable<(PolicyRule Rule, string Reason)> For(Cluster cluster, Identity user, string @namespace)
    {
        foreach (var binding in Bound(cluster.Store.Snapshot($"{Group}/clusterrolebindings").Items, user))
        {
            foreach (var rule in Of(cluster, binding)) yield return (rule, Reason("ClusterRoleBinding", binding, user));
        }

        if (@namespace.Length == 0) yield break;
        foreach (var binding in Bound(cluster.Store.InNamespace($"{Group}/rolebindings", @namespace), user))
        {
            foreach (var rule in Of(cluster, binding)) yield return (rule, Reason("RoleBinding", binding, user));
        }
    }

    private static IEnumerable<JsonObject> Bound(IEnumerable<StoredObject> bindings, Identity user) =>
        bindings.Select(binding => binding.ToJson())
            .Where(binding => binding.Objects("subjects").Any(subject => IsSubject(subject, user, binding.Namespace())));

    private static bool IsSubject(JsonObject subject, Identity user, string @namespace) => subject.Text("kind") switch
    {
        "User" => subject.Text("name") == user.User,
        "Group" => user.IsIn(subject.Text("name")),
        "ServiceAccount" => user.User
            == $"system:serviceaccount:{(subject.Text("namespace") is { Length: > 0 } given ? given : @namespace)}:{subject.Text("name")}",
        _ => false,
    };

    private static IEnumerable<PolicyRule> Of(Cluster cluster, JsonObject binding)
    {
        var clusterWide = binding.Text("roleRef", "kind") == "ClusterRole";
        var role = cluster.Store.Find(
            clusterWide ? $"{Group}/clusterroles" : $"{Group}/roles",
            clusterWide ? "" : binding.Namespace(),
            binding.Text("roleRef", "name"));
        return role?.ToJson() is not { } found ? [] : found.Objects("rules").Concat(Aggregated(cluster, found)).Select(PolicyRule.From);
    }

    private static IEnumerable<JsonObject> Aggregated(Cluster cluster, JsonObject role)
    {
        foreach (var selector in role.Objects("aggregationRule", "clusterRoleSelectors").Select(Selectors.LabelSelector.From).ToList())
        {
            foreach (var part in cluster.Store.Snapshot($"{Group}/clusterroles").Items)
            {
                if (part.Name == role.Name() || !selector.Matches(part.Labels)) continue;
                foreach (var rule in part.ToJson().Objects("rules")) yield return rule;
            }
        }
    }

    private static string Reason(string kind, JsonObject binding, Identity user)
    {
        var name = binding.Namespace().Length > 0 ? $"{binding.Name()}/{binding.Namespace()}" : binding.Name();
        var subject = binding.Objects("subjects").First(subject => IsSubject(subject, user, binding.Namespace()));
        var shown = subject.Text("kind") == "ServiceAccount" ? $"{subject.Text("name")}/{subject.Text("namespace")}" : subject.Text("name");
        return $"RBAC: allowed by {kind} \"{name}\" of {binding.Text("roleRef", "kind")} "
            + $"\"{binding.Text("roleRef", "name")}\" to {subject.Text("kind")} \"{shown}\"";
    }
}
