using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Testing.Registry.Clouds;

/// <summary>The repositories of an account in ECR, which takes pushes to no others.</summary>
public sealed class EcrRepositoryStore
{
    private readonly ConcurrentDictionary<string, JsonObject> _repositories = new(StringComparer.Ordinal);
    private int _calls;

    /// <summary>How often it was asked to make one, those that were there already included.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>The account's role may not make repositories.</summary>
    public bool Refuses { get; set; }

    public IEnumerable<string> Names => _repositories.Keys;

    /// <summary>What CreateRepository said of it, and PutLifecyclePolicy under lifecyclePolicyText.</summary>
    public JsonObject this[string name] => _repositories[name];

    /// <summary>To be the registry's <see cref="RegistryServer.Interceptor"/>.</summary>
    public async Task RequireAsync(HttpContext context, Func<Task> next)
    {
        var path = $"{context.Request.Path}";
        var end = new[] { "/blobs/uploads/", "/manifests/" }.Select(part => path.IndexOf(part, StringComparison.Ordinal)).Max();
        var isWrite = context.Request.Method is "POST" or "PUT" or "PATCH";
        if (!isWrite || end < 0 || _repositories.ContainsKey(path["/v2/".Length..end]))
            await next();
        else
        {
            context.Response.StatusCode = 404;
            await context.Response.WriteAsync(
                """{"errors":[{"code":"NAME_UNKNOWN","message":"The repository does not exist in the registry with id '123456789012'"}]}""");
        }
    }

    internal (int Status, JsonObject Answer) Call(string action, JsonObject request)
    {
        var name = (string?)request["repositoryName"] ?? "";
        switch (action)
        {
            case "CreateRepository":
                Interlocked.Increment(ref _calls);
                return Refuses ? Refusal("AccessDeniedException", "not authorized to perform: ecr:CreateRepository")
                    : _repositories.TryAdd(name, request) ? (200, new() { ["repository"] = new JsonObject { ["repositoryName"] = name } })
                    : Refusal("RepositoryAlreadyExistsException", $"The repository with name '{name}' already exists");
            case "PutLifecyclePolicy" when _repositories.TryGetValue(name, out var repository):
                repository["lifecyclePolicyText"] = request["lifecyclePolicyText"]?.DeepClone();
                return (200, new() { ["repositoryName"] = name });
            default:
                return Refusal("RepositoryNotFoundException", $"The repository with name '{name}' does not exist");
        }
    }

    private static (int Status, JsonObject Answer) Refusal(string type, string message) =>
        (400, new() { ["__type"] = type, ["message"] = message });
}
