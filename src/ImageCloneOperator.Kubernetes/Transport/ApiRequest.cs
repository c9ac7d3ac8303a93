using System.Net.Http.Headers;

namespace ImageCloneOperator.Kubernetes.Transport;

/// <summary>One request to the API server.</summary>
/// <param name="Verb">As RBAC and metrics name it: get, list, watch, create, update, patch, apply, delete.</param>
/// <param name="Resource">The plural name of the kind, for metrics.</param>
/// <param name="Path">Relative to the server's address.</param>
internal sealed record ApiRequest(string Verb, HttpMethod Method, string Resource, string Path)
{
    public string Query { get; init; } = "";

    public string Accept { get; init; } = MediaTypes.Json;

    public string ContentType { get; init; } = MediaTypes.Json;

    public byte[]? Content { get; init; }

    /// <summary>Whether sending it twice does no harm.</summary>
    public bool IsRead => Method == HttpMethod.Get;

    public HttpRequestMessage ToMessage(HttpClient http)
    {
        var message = new HttpRequestMessage(Method, new Uri(http.BaseAddress!, Path + Query))
        {
            Version = http.DefaultRequestVersion,
            VersionPolicy = http.DefaultVersionPolicy,
        };
        message.Headers.TryAddWithoutValidation("Accept", Accept);
        if (Content is not null)
            message.Content = new ByteArrayContent(Content) { Headers = { ContentType = new MediaTypeHeaderValue(ContentType) } };
        return message;
    }
}
