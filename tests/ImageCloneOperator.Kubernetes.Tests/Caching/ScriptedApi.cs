using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Tests.Transport;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Kubernetes.Tests.Caching;

/// <summary>Secrets of the namespace "default", served so that each list and each line of each watch is in the test's hands.</summary>
internal sealed class ScriptedApi : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, JsonObject> _objects = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Channel<string>, bool> _watches = new();
    private readonly ConcurrentQueue<(string Verb, int Code)> _failures = new();
    private ApiStub _stub = null!;
    private int _version = 100;

    public ConcurrentQueue<string> Requests { get; } = new();

    public IEnumerable<string> Watches => Requests.Where(request => request.Contains("watch=", StringComparison.Ordinal));

    public IEnumerable<string> Lists => Requests.Except(Watches);

    public int OpenWatches => _watches.Count;

    public static async Task<ScriptedApi> StartAsync()
    {
        var api = new ScriptedApi();
        api._stub = await ApiStub.StartAsync(api.AnswerAsync);
        return api;
    }

    public KubernetesClient Client() => _stub.Client(new KubernetesClientOptions { MaxRetries = 0 });

    /// <summary>Creates or changes an object without telling any watch.</summary>
    public JsonObject Put(string name, string? uid = null) => _objects[name] = new JsonObject
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Secret",
        ["metadata"] = new JsonObject
        {
            ["name"] = name,
            ["namespace"] = "default",
            ["uid"] = uid ?? $"uid-of-{name}",
            ["resourceVersion"] = $"{Interlocked.Increment(ref _version)}",
        },
    };

    public JsonObject Remove(string name)
    {
        _objects.TryRemove(name, out var removed);
        Interlocked.Increment(ref _version);
        return removed!;
    }

    public void Tell(string type, JsonObject @object) =>
        Say(new JsonObject { ["type"] = type, ["object"] = @object.DeepClone() }.ToJsonString());

    public void TellBookmark(string resourceVersion) =>
        Tell("BOOKMARK", new JsonObject { ["kind"] = "Secret", ["metadata"] = new JsonObject { ["resourceVersion"] = resourceVersion } });

    public void TellError(int code) => Tell("ERROR", Status(code));

    public void EndWatches()
    {
        foreach (var watch in _watches.Keys) watch.Writer.TryComplete();
    }

    /// <param name="verb">list (its first page), continue (a later page) or watch.</param>
    public void Fail(string verb, int code, int times = 1)
    {
        for (var i = 0; i < times; i++) _failures.Enqueue((verb, code));
    }

    public ValueTask DisposeAsync()
    {
        EndWatches();
        return _stub.DisposeAsync();
    }

    private void Say(string line)
    {
        foreach (var watch in _watches.Keys) watch.Writer.TryWrite(line);
    }

    private Task AnswerAsync(HttpContext context)
    {
        Requests.Enqueue(context.Request.QueryString.Value ?? "");
        var verb = context.Request.Query.ContainsKey("watch") ? "watch"
            : context.Request.Query.ContainsKey("continue") ? "continue"
            : "list";
        if (_failures.TryPeek(out var failure) && failure.Verb == verb && _failures.TryDequeue(out failure))
        {
            context.Response.StatusCode = failure.Code;
            return WriteAsync(context, Status(failure.Code));
        }

        return verb is "watch" ? WatchAsync(context) : ListAsync(context);
    }

    private Task ListAsync(HttpContext context)
    {
        var limit = int.Parse(context.Request.Query["limit"]!);
        var start = int.TryParse(context.Request.Query["continue"], out var begin) ? begin : 0;
        var all = _objects.Values.OrderBy(item => (string)item["metadata"]!["name"]!, StringComparer.Ordinal).ToList();
        var metadata = new JsonObject { ["resourceVersion"] = $"{_version}" };
        if (start + limit < all.Count) metadata["continue"] = $"{start + limit}";
        var items = new JsonArray([.. all.Skip(start).Take(limit).Select(item => item.DeepClone())]);
        return WriteAsync(
            context, new JsonObject { ["kind"] = "SecretList", ["apiVersion"] = "v1", ["metadata"] = metadata, ["items"] = items });
    }

    private async Task WatchAsync(HttpContext context)
    {
        var lines = Channel.CreateUnbounded<string>();
        context.Response.ContentType = "application/json";
        await context.Response.StartAsync();
        await context.Response.Body.FlushAsync();
        _watches[lines] = true;
        try
        {
            await foreach (var line in lines.Reader.ReadAllAsync(context.RequestAborted))
            {
                await context.Response.WriteAsync(line + "\n", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            // The client has gone.
        }
        finally
        {
            _watches.TryRemove(lines, out _);
        }
    }

    private static JsonObject Status(int code) => new()
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["status"] = "Failure",
        ["message"] = $"refused with {code}",
        ["code"] = code,
    };

    private static Task WriteAsync(HttpContext context, JsonObject body)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body.ToJsonString());
    }
}
