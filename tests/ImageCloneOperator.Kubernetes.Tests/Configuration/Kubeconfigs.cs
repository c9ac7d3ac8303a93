namespace ImageCloneOperator.Kubernetes.Tests.Configuration;

internal static class Kubeconfigs
{
    /// <summary>A kubeconfig of one context; both parts are flow mappings.</summary>
    public static string Of(string cluster, string user) =>
        $$$"""
        apiVersion: v1
        kind: Config
        current-context: here
        contexts: [{name: here, context: {cluster: c, user: u, namespace: shop}}]
        clusters: [{name: c, cluster: {{{cluster}}} }]
        users: [{name: u, user: {{{user}}} }]
        """;
}
