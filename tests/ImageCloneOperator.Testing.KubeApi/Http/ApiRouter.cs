using System.Text;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Auth;
using ImageCloneOperator.Testing.KubeApi.Discovery;
using ImageCloneOperator.Testing.KubeApi.Errors;
using ImageCloneOperator.Testing.KubeApi.Faults;
using Microsoft.AspNetCore.Http;
using FieldError = ImageCloneOperator.Testing.KubeApi.Schemas.FieldError;

namespace ImageCloneOperator.Testing.KubeApi.Http;

/// <summary>The way of every request: faults, who asks, may they, and then to whom it belongs.</summary>
internal sealed class ApiRouter(
    Cluster cluster, Authenticator authenticator, Authorizer authorizer, ResourceDispatcher dispatcher, DocumentHandler documents)
{
    public async Task HandleAsync(HttpContext http)
    {
        try
        {
            var path = ResourcePath.Parse(http.Request.Path.Value ?? "");
            var verb = Verb(http.Request, path);
            if (path is not null) cluster.Requests.Add(verb, path);
            var fault = cluster.Faults.Take(verb, path?.Plural ?? "", path?.Name ?? "");
            if (fault is not null) await StrikeAsync(http, fault);
            await ServeAsync(http, path, verb);
            if (fault is { LosesResponse: true }) http.Abort();
        }
        catch (ApiException problem) when (!http.Response.HasStarted)
        {
            await WriteErrorAsync(http, problem);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client has left: there is nobody to answer.
        }
        catch (Exception problem) when (!http.Response.HasStarted && problem is not IOException)
        {
            // JSON of an unforeseen shape is the client's to hear of, and no reason to drop the connection.
            await WriteErrorAsync(http, ApiError.Internal($"{problem.GetType().Name}: {problem.Message}"));
        }
    }

    private async Task ServeAsync(HttpContext http, ResourcePath? path, string verb)
    {
        var user = authenticator.Authenticate(http);
        if (path is null)
        {
            var target = http.Request.Path.Value ?? "/";
            authorizer.Require(user, new AccessAttributes(verb) { Path = target });
            await documents.HandleAsync(http, target);
            return;
        }

        authorizer.Require(user, new AccessAttributes(verb)
        {
            Group = path.Group,
            Resource = path.Plural,
            Subresource = path.Subresource,
            Namespace = path.Plural == "namespaces" ? path.Name : path.Namespace,
            Name = path.Name.Length > 0 ? path.Name : SelectedName(http.Request, verb),
        });
        var resource = cluster.Catalog.Find(path.Group, path.Version, path.Plural)
            ?? throw (cluster.Catalog.All.Any(other => other.Group == path.Group && other.Version == path.Version)
                ? ApiError.UnknownResource()
                : ApiError.PageNotFound());
        await dispatcher.DispatchAsync(new ApiRequest(http, path, verb, user) { Resource = resource, DryRun = IsDryRun(http) });
    }

    /// <summary>Who lists one object alone needs no more than the right to that one (k8s.io/apiserver, RequestInfoFactory).</summary>
    private static string SelectedName(HttpRequest request, string verb) => verb is "list" or "watch"
        ? request.Query["fieldSelector"].ToString().Split(',').Select(term => term.Replace("==", "=", StringComparison.Ordinal).Split('='))
            .Where(term => term is ["metadata.name", _]).Select(term => term[1]).FirstOrDefault("")
        : "";

    private static bool IsDryRun(HttpContext http)
    {
        var given = http.Request.Query["dryRun"];
        if (given.Count == 0) return false;
        if (given is ["All"]) return true;
        throw ApiError.InvalidOptions(http.Request.Method switch
        {
            "POST" => "CreateOptions",
            "PUT" => "UpdateOptions",
            "PATCH" => "PatchOptions",
            _ => "DeleteOptions",
        },
            FieldError.NotSupported("dryRun", new JsonArray([.. given.Select(value => (JsonNode?)value)]), ["All"]));
    }

    private async Task StrikeAsync(HttpContext http, ApiFault fault)
    {
        if (fault.Delay > TimeSpan.Zero) await Task.Delay(fault.Delay, cluster.Clock, http.RequestAborted);
        if (fault.LosesResponse)
            http.Features.Set<Microsoft.AspNetCore.Http.Features.IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        if (fault.Code != 0) throw FaultAnswers.Error(fault);
    }

    private static string Verb(HttpRequest request, ResourcePath? path)
    {
        if (path is null) return request.Method.ToLowerInvariant();
        var named = path.Name.Length > 0;
        return request.Method switch
        {
            "GET" or "HEAD" when named => "get",
            "GET" or "HEAD" => request.Query["watch"].ToString() is "true" or "1" ? "watch" : "list",
            "POST" => "create",
            "PUT" => "update",
            "PATCH" => "patch",
            "DELETE" => named ? "delete" : "deletecollection",
            _ => throw ApiError.MethodNotAllowed(),
        };
    }

    private static async Task WriteErrorAsync(HttpContext http, ApiException problem)
    {
        if (problem.RetryAfterSeconds is { } seconds) http.Response.Headers.RetryAfter = seconds.ToString();
        if (problem.IsBare)
        {
            await http.Response.WriteBytesAsync(
                problem.Code, Encoding.ASCII.GetBytes(problem.Message), "text/plain; charset=utf-8", http.RequestAborted);
        }
        else await http.Response.WriteJsonAsync(problem.Code, problem.ToStatus(), http.RequestAborted);
    }
}
