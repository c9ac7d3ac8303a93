using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Controllers;

namespace ImageCloneOperator.Testing.KubeApi;

/// <summary>What a cluster has before anybody writes to it.</summary>
internal static class Bootstrap
{
    private const string Rbac = "rbac.authorization.k8s.io";

    public static void Run(Cluster cluster)
    {
        foreach (var name in (string[])["default", "kube-system", "kube-public", "kube-node-lease"])
            cluster.Ensure("/namespaces", Namespace(name));
        Role(cluster, "cluster-admin", """[{"apiGroups":["*"],"resources":["*"],"verbs":["*"]},{"nonResourceURLs":["*"],"verbs":["*"]}]""");
        Role(
            cluster,
            "system:discovery",
            """[{"nonResourceURLs":["/api","/api/*","/apis","/apis/*","/healthz","/livez","/openapi","/openapi/*","/readyz","/version","/version/"],"verbs":["get"]}]""");
        Role(
            cluster,
            "system:public-info-viewer",
            """[{"nonResourceURLs":["/healthz","/livez","/readyz","/version","/version/"],"verbs":["get"]}]""");
        Role(cluster, "system:basic-user", """
            [{"apiGroups":["authorization.k8s.io"],"resources":["selfsubjectaccessreviews","selfsubjectrulesreviews"],"verbs":["create"]},
             {"apiGroups":["authentication.k8s.io"],"resources":["selfsubjectreviews"],"verbs":["create"]}]
            """);
        Bind(cluster, "cluster-admin", "system:masters");
        Bind(cluster, "system:discovery", "system:authenticated");
        Bind(cluster, "system:basic-user", "system:authenticated");
        Bind(cluster, "system:public-info-viewer", "system:authenticated", "system:unauthenticated");
    }

    private static JsonObject Namespace(string name) => new()
    {
        ["kind"] = "Namespace",
        ["apiVersion"] = "v1",
        ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { ["kubernetes.io/metadata.name"] = name } },
        ["spec"] = new JsonObject { ["finalizers"] = new JsonArray("kubernetes") },
        ["status"] = new JsonObject { ["phase"] = "Active" },
    };

    private static void Role(Cluster cluster, string name, string rules) => cluster.Ensure($"{Rbac}/clusterroles", new JsonObject
    {
        ["kind"] = "ClusterRole",
        ["apiVersion"] = $"{Rbac}/v1",
        ["metadata"] = Labelled(name),
        ["rules"] = JsonNode.Parse(rules),
    });

    private static void Bind(Cluster cluster, string role, params string[] groups) =>
        cluster.Ensure($"{Rbac}/clusterrolebindings", new JsonObject
        {
            ["kind"] = "ClusterRoleBinding",
            ["apiVersion"] = $"{Rbac}/v1",
            ["metadata"] = Labelled(role),
            ["roleRef"] = new JsonObject { ["apiGroup"] = Rbac, ["kind"] = "ClusterRole", ["name"] = role },
            ["subjects"] = new JsonArray(
                [.. groups.Select(group => new JsonObject { ["apiGroup"] = Rbac, ["kind"] = "Group", ["name"] = group })]),
        });

    private static JsonObject Labelled(string name) =>
        new()
        {
            ["name"] = name,
            ["annotations"] = new JsonObject { ["rbac.authorization.kubernetes.io/autoupdate"] = "true" },
            ["labels"] = new JsonObject { ["kubernetes.io/bootstrapping"] = "rbac-defaults" },
        };
}
