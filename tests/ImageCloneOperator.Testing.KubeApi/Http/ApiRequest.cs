using ImageCloneOperator.Testing.KubeApi.Auth;
using ImageCloneOperator.Testing.KubeApi.Errors;
using ImageCloneOperator.Testing.KubeApi.Resources;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Testing.KubeApi.Http;

/// <summary>One request for resources: who asks what of which.</summary>
internal sealed record ApiRequest(HttpContext Http, ResourcePath Path, string Verb, Identity User)
{
    private readonly ResourceDefinition? _resource;

    /// <exception cref="ApiException">404 when nothing serves the path.</exception>
    public ResourceDefinition Resource
    {
        get => _resource ?? throw ApiError.PageNotFound();
        init => _resource = value;
    }

    public string Namespace => Path.Namespace;

    public string Name => Path.Name;

    public string Subresource => Path.Subresource;

    public bool DryRun { get; init; }

    public CancellationToken Cancelled => Http.RequestAborted;

    /// <summary>Who is recorded in managedFields when the client doesn't say: the program's name in its User-Agent.</summary>
    public string FieldManager
    {
        get
        {
            var given = Query("fieldManager");
            if (given.Length > 0) return given;
            var agent = Http.Request.Headers.UserAgent.ToString();
            var end = agent.IndexOf('/', StringComparison.Ordinal);
            return end > 0 ? agent[..Math.Min(end, 128)] : agent.Length > 0 ? agent[..Math.Min(agent.Length, 128)] : "unknown";
        }
    }

    public string Query(string name) => Http.Request.Query[name].ToString();

    public bool Flag(string name) => Query(name) is "true" or "1" or "True" or "TRUE" or "t" or "T";

    /// <summary>Tells the client something without failing (RFC 7234, 5.5, as Kubernetes uses it).</summary>
    public void Warn(string text)
    {
        var quoted = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        Http.Response.Headers.Append("Warning", $"299 - \"{quoted.ReplaceLineEndings(" ")}\"");
    }
}
