using System.Text.Json;
using ImageCloneOperator.Kubernetes.Json;
using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Transport;

/// <summary>Makes a request of what the official client's typed operations hand to be sent.</summary>
internal static class TypedRequest
{
    /// <param name="relativeUri">Path and query, such as <c>api/v1/namespaces/shop/secrets/login</c>.</param>
    /// <param name="body">A model, a <see cref="V1Patch"/> whose content is JSON text, or null.</param>
    public static ApiRequest Of<T>(string relativeUri, HttpMethod method, T body, string fieldManager, ObjectJson json)
    {
        var (path, query) = relativeUri.TrimStart('/').Split('?', 2) is [var before, var after]
            ? (before, after)
            : (relativeUri.TrimStart('/'), "");
        var (resource, isNamed) = Target(path.Split('/'));
        var writes = method == HttpMethod.Post || method == HttpMethod.Put || method == HttpMethod.Patch;
        if (writes && !query.Contains("fieldManager=", StringComparison.Ordinal))
            query = $"fieldManager={Uri.EscapeDataString(fieldManager)}{(query.Length > 0 ? "&" : "")}{query}";
        return new ApiRequest(Verb(method, isNamed, body as V1Patch), method, resource, path)
        {
            Query = query.Length > 0 ? "?" + query : "",
            ContentType = body is V1Patch patch ? MediaTypes.Of(patch.Type) : MediaTypes.Json,
            Content = Content(body, json),
        };
    }

    /// <summary>
    /// Of <c>api/v1/…</c> or <c>apis/group/version/…</c>, then <c>namespaces/name/…</c> or not: the resource, and whether one is named.
    /// </summary>
    private static (string Resource, bool IsNamed) Target(ReadOnlySpan<string> path)
    {
        var rest = path[(path[0] == "api" ? 2 : 3)..];
        if (rest is ["namespaces", _, _, ..]) rest = rest[2..];
        return (rest[0], rest.Length > 1);
    }

    private static string Verb(HttpMethod method, bool isNamed, V1Patch? patch) => method.Method switch
    {
        "GET" => isNamed ? "get" : "list",
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => patch?.Type is V1Patch.PatchType.ApplyPatch ? "apply" : "patch",
        _ => "delete",
    };

    private static byte[]? Content<T>(T body, ObjectJson json) => body switch
    {
        null => null,
        V1Patch { Content: string text } => System.Text.Encoding.UTF8.GetBytes(text),
        _ => JsonSerializer.SerializeToUtf8Bytes(body, json.TypeInfo<T>()),
    };
}
