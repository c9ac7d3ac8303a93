using System.Text;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Errors;
using ImageCloneOperator.Testing.KubeApi.Http;
using ImageCloneOperator.Testing.KubeApi.Objects;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Testing.KubeApi.Discovery;

/// <summary>Answers the paths that are no resources: discovery, version, health.</summary>
internal sealed class DocumentHandler(Cluster cluster)
{
    private readonly OpenApiDocuments _openApi = new(cluster.Catalog);

    private const string AggregatedType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    public Task HandleAsync(HttpContext http, string path)
    {
        if (http.Request.Method is not ("GET" or "HEAD")) throw ApiError.MethodNotAllowed();
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts switch
        {
            ["healthz" or "livez" or "readyz"] when http.Request.Query.ContainsKey("verbose") =>
                http.Response.WriteBytesAsync(
                    200,
                    Encoding.ASCII.GetBytes($"[+]ping ok\n{parts[0]} check passed\n"),
                    "text/plain; charset=utf-8",
                    http.RequestAborted),
            ["healthz" or "livez" or "readyz", ..] =>
                http.Response.WriteBytesAsync(200, "ok"u8.ToArray(), "text/plain; charset=utf-8", http.RequestAborted),
            ["version"] => WriteAsync(http, Version()),
            ["openapi", "v3"] => WriteAsync(http, _openApi.V3Index()),
            ["openapi", "v3", .. var group] => WriteAsync(http, _openApi.V3(string.Join('/', group)) ?? throw ApiError.PageNotFound()),
            ["api"] => DiscoverAsync(http, core: true),
            ["apis"] => DiscoverAsync(http, core: false),
            ["api", var version] => WriteAsync(http, DiscoveryDocuments.Resources(cluster.Catalog, "", version)),
            ["apis", var group] => WriteAsync(http, DiscoveryDocuments.Group(cluster.Catalog, group)),
            ["apis", var group, var version] => WriteAsync(http, DiscoveryDocuments.Resources(cluster.Catalog, group, version)),
            [] => WriteAsync(http, Paths()),
            _ => throw ApiError.PageNotFound(),
        };
    }

    private Task DiscoverAsync(HttpContext http, bool core)
    {
        var aggregated = MediaType.ParseAccept(http.Request.Headers.Accept.ToString())
            .Any(type => type["as"] == "APIGroupDiscoveryList" && type["g"] == "apidiscovery.k8s.io" && type["v"] == "v2");
        if (!aggregated) return WriteAsync(http, core ? DiscoveryDocuments.Versions() : DiscoveryDocuments.Groups(cluster.Catalog));
        var body = DiscoveryDocuments.Aggregated(cluster.Catalog, core).ToUtf8();
        return http.Response.WriteBytesAsync(200, body, AggregatedType, http.RequestAborted);
    }

    private static Task WriteAsync(HttpContext http, byte[] body) =>
        http.Response.WriteBytesAsync(200, body, "application/json", http.RequestAborted);

    private static Task WriteAsync(HttpContext http, JsonNode? body) =>
        http.Response.WriteJsonAsync(200, body ?? throw ApiError.PageNotFound(), http.RequestAborted);

    private static JsonObject Version() => new()
    {
        ["major"] = "1",
        ["minor"] = "36",
        ["gitVersion"] = "v1.36.0-devcluster",
        ["gitCommit"] = "",
        ["gitTreeState"] = "clean",
        ["buildDate"] = "1970-01-01T00:00:00Z",
        ["goVersion"] = "",
        ["compiler"] = "dotnet",
        ["platform"] = "linux/amd64",
    };

    private JsonObject Paths()
    {
        var versions = cluster.Catalog.All
            .Where(resource => resource.Group.Length > 0)
            .Select(resource => $"/apis/{resource.ApiVersion}")
            .Distinct(StringComparer.Ordinal);
        return new JsonObject
        {
            ["paths"] = new JsonArray([.. (IEnumerable<string>)[
                "/api", "/api/v1", "/apis", .. versions, "/healthz", "/livez", "/openapi/v3", "/readyz", "/version",
            ]]),
        };
    }
}
