using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Http;
using ImageCloneOperator.Testing.KubeApi.Objects;
using ImageCloneOperator.Testing.KubeApi.Resources;
using ImageCloneOperator.Testing.KubeApi.Selectors;

namespace ImageCloneOperator.Testing.KubeApi.Admission;

/// <summary>A webhook that wants to be asked about a request, and the version of the resource in which it wants to see it.</summary>
internal sealed record Webhook(JsonObject Configuration, ResourceDefinition As)
{
    public string Name => Configuration.Text("name");

    public bool FailsOpen => Configuration.Text("failurePolicy") == "Ignore";

    public bool ReinvokeIfNeeded => Configuration.Text("reinvocationPolicy") == "IfNeeded";

    public bool HasSideEffects => Configuration.Text("sideEffects") is "Some" or "Unknown";

    public TimeSpan Timeout => TimeSpan.FromSeconds(Configuration.Number("timeoutSeconds") is > 0 and var seconds ? seconds : 10);

    /// <summary>Null when the webhook doesn't want this request.</summary>
    public static Webhook? Match(
        Cluster cluster, JsonObject webhook, ApiRequest request, string operation, JsonObject? old, JsonObject? obj)
    {
        if (!NamespaceMatches(cluster, webhook, request, obj ?? old) || !ObjectMatches(webhook, old, obj)) return null;
        var rules = webhook.Objects("rules").Where(rule => Has(rule, "operations", operation)).ToList();
        IEnumerable<ResourceDefinition> versions = webhook.Text("matchPolicy") == "Exact"
            ? [request.Resource]
            : cluster.Catalog.All.Where(other => other.Table == request.Resource.Table)
                .OrderByDescending(other => other == request.Resource);
        var wanted = versions.FirstOrDefault(version => rules.Exists(rule => RuleMatches(rule, version, request.Subresource)));
        return wanted is null ? null : new Webhook(webhook, wanted);
    }

    private static bool RuleMatches(JsonObject rule, ResourceDefinition resource, string subresource)
    {
        var scope = rule.Text("scope");
        if ((scope == "Namespaced" && !resource.Namespaced) || (scope == "Cluster" && resource.Namespaced)) return false;
        if (!Has(rule, "apiGroups", resource.Group) || !Has(rule, "apiVersions", resource.Version)) return false;
        return rule.Texts("resources").Any(pattern => pattern.Split('/') switch
        {
            [var plural] => subresource.Length == 0 && (plural == "*" || plural == resource.Plural),
            [var plural, var sub] => (plural == "*" || plural == resource.Plural) && (sub == "*" || sub == subresource),
            _ => false,
        });
    }

    private static bool Has(JsonObject rule, string field, string value) => rule.Texts(field).Any(given => given == "*" || given == value);

    private static bool NamespaceMatches(Cluster cluster, JsonObject webhook, ApiRequest request, JsonObject? obj)
    {
        var selector = LabelSelector.From(webhook["namespaceSelector"]);
        if (selector.IsEmpty) return true;
        if (request.Resource.Table == "/namespaces") return selector.Matches(Labels(obj));
        return !request.Resource.Namespaced || (cluster.FindNamespace(request.Namespace) is { } found && selector.Matches(found.Labels));
    }

    private static bool ObjectMatches(JsonObject webhook, JsonObject? old, JsonObject? obj)
    {
        var selector = LabelSelector.From(webhook["objectSelector"]);
        return selector.IsEmpty || (obj is not null && selector.Matches(Labels(obj))) || (old is not null && selector.Matches(Labels(old)));
    }

    private static Dictionary<string, string> Labels(JsonObject? obj) =>
        (obj.At("metadata", "labels") as JsonObject ?? []).ToDictionary(
            label => label.Key, label => label.Value.Text(), StringComparer.Ordinal);
}
