using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Resources;

namespace ImageCloneOperator.Testing.KubeApi.Discovery;

/// <summary>What is served, in the legacy documents and in the aggregated one (apidiscovery.k8s.io/v2).</summary>
internal static class DiscoveryDocuments
{
    private static readonly string[] StatusVerbs = ["get", "patch", "update"];

    public static JsonObject Versions() => new()
    {
        ["kind"] = "APIVersions",
        ["versions"] = new JsonArray("v1"),
        ["serverAddressByClientCIDRs"] = new JsonArray(new JsonObject { ["clientCIDR"] = "0.0.0.0/0", ["serverAddress"] = "127.0.0.1" }),
    };

    public static JsonObject Groups(ResourceCatalog catalog) => new()
    {
        ["kind"] = "APIGroupList",
        ["apiVersion"] = "v1",
        ["groups"] = new JsonArray([.. Named(catalog).Select(Group)]),
    };

    /// <summary>Null when the group isn't served.</summary>
    public static JsonObject? Group(ResourceCatalog catalog, string name)
    {
        if (Named(catalog).FirstOrDefault(group => group.Key == name) is not { } found) return null;
        var group = Group(found);
        group.Insert(0, "kind", "APIGroup");
        group.Insert(1, "apiVersion", "v1");
        return group;
    }

    /// <summary>Null when the version isn't served.</summary>
    public static JsonObject? Resources(ResourceCatalog catalog, string group, string version)
    {
        var served = catalog.All.Where(resource => resource.Group == group && resource.Version == version).ToList();
        if (served.Count == 0) return null;
        return new JsonObject
        {
            ["kind"] = "APIResourceList",
            ["apiVersion"] = "v1",
            ["groupVersion"] = served[0].ApiVersion,
            ["resources"] = new JsonArray([.. served.SelectMany(Legacy)]),
        };
    }

    public static JsonObject Aggregated(ResourceCatalog catalog, bool core) => new()
    {
        ["kind"] = "APIGroupDiscoveryList",
        ["apiVersion"] = "apidiscovery.k8s.io/v2",
        ["metadata"] = new JsonObject(),
        ["items"] = new JsonArray([.. (core
            ? catalog.All.Where(resource => resource.Group.Length == 0).GroupBy(resource => resource.Group)
            : Named(catalog)).Select(AggregatedGroup)]),
    };

    private static IEnumerable<IGrouping<string, ResourceDefinition>> Named(ResourceCatalog catalog) =>
        catalog.All.Where(resource => resource.Group.Length > 0).GroupBy(resource => resource.Group, StringComparer.Ordinal);

    private static JsonObject Group(IGrouping<string, ResourceDefinition> group)
    {
        var versions = group
            .Select(resource => resource.Version)
            .Distinct(StringComparer.Ordinal)
            .Order(VersionPriority.Instance)
            .Select(JsonNode (version) => Version(group.Key, version))
            .ToArray();
        return new JsonObject
        {
            ["name"] = group.Key,
            ["versions"] = new JsonArray(versions),
            ["preferredVersion"] = versions[0].DeepClone(),
        };
    }

    private static JsonObject Version(
        string group, string version) => new JsonObject { ["groupVersion"] = $"{group}/{version}", ["version"] = version };

    private static IEnumerable<JsonNode> Legacy(ResourceDefinition resource)
    {
        var entry = new JsonObject
        {
            ["name"] = resource.Plural,
            ["singularName"] = resource.Singular,
            ["namespaced"] = resource.Namespaced,
            ["kind"] = resource.Kind,
            ["verbs"] = List(resource.Verbs),
        };
        if (resource.ShortNames.Count > 0) entry["shortNames"] = List(resource.ShortNames);
        if (resource.Categories.Count > 0) entry["categories"] = List(resource.Categories);
        yield return entry;
        foreach (var (name, group, version, kind, verbs) in Subresources(resource))
        {
            var sub = new JsonObject
            {
                ["name"] = $"{resource.Plural}/{name}",
                ["singularName"] = "",
                ["namespaced"] = resource.Namespaced,
            };
            if (group != resource.Group || version != resource.Version)
            {
                sub["group"] = group;
                sub["version"] = version;
            }

            sub["kind"] = kind;
            sub["verbs"] = List(verbs);
            yield return sub;
        }
    }

    private static JsonNode AggregatedGroup(IGrouping<string, ResourceDefinition> group) => new JsonObject
    {
        ["metadata"] = group.Key.Length == 0 ? new JsonObject() : new JsonObject { ["name"] = group.Key },
        ["versions"] = new JsonArray([.. group
            .GroupBy(resource => resource.Version, StringComparer.Ordinal)
            .OrderBy(version => version.Key, VersionPriority.Instance)
            .Select(version => (JsonNode)new JsonObject
            {
                ["version"] = version.Key,
                ["resources"] = new JsonArray([.. version.Select(AggregatedResource)]),
                ["freshness"] = "Current",
            })]),
    };

    private static JsonNode AggregatedResource(ResourceDefinition resource)
    {
        var entry = new JsonObject
        {
            ["resource"] = resource.Plural,
            ["responseKind"] = GroupVersionKind(resource.Group, resource.Version, resource.Kind),
            ["scope"] = resource.Namespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = resource.Singular,
            ["verbs"] = List(resource.Verbs),
        };
        if (resource.ShortNames.Count > 0) entry["shortNames"] = List(resource.ShortNames);
        if (resource.Categories.Count > 0) entry["categories"] = List(resource.Categories);
        var subresources = Subresources(resource).Select(sub => (JsonNode)new JsonObject
        {
            ["subresource"] = sub.Name,
            ["responseKind"] = GroupVersionKind(sub.Group, sub.Version, sub.Kind),
            ["verbs"] = List(sub.Verbs),
        }).ToArray();
        if (subresources.Length > 0) entry["subresources"] = new JsonArray(subresources);
        return entry;
    }

    private static IEnumerable<(string Name, string Group, string Version, string Kind, IReadOnlyList<string> Verbs)> Subresources(
        ResourceDefinition resource)
    {
        if (resource.HasScale) yield return ("scale", "autoscaling", "v1", "Scale", StatusVerbs);
        if (resource.HasStatus) yield return ("status", resource.Group, resource.Version, resource.Kind, StatusVerbs);
        if (resource.Table == "/pods") yield return ("ephemeralcontainers", "", "v1", "Pod", StatusVerbs);
        if (resource.Table == "/serviceaccounts") yield return ("token", "authentication.k8s.io", "v1", "TokenRequest", ["create"]);
        if (resource.Table == "/namespaces") yield return ("finalize", "", "v1", "Namespace", ["update"]);
    }

    private static JsonObject GroupVersionKind(string group, string version, string kind) =>
        new() { ["group"] = group, ["version"] = version, ["kind"] = kind };

    private static JsonArray List(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
