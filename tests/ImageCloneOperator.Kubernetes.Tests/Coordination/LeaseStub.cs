using System.Globalization;
using System.Text.Json.Nodes;
using ImageCloneOperator.Kubernetes.Tests.Transport;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Kubernetes.Tests.Coordination;

/// <summary>One lease over HTTP with optimistic concurrency; each candidate may have a way to it that fails.</summary>
internal sealed class LeaseStub
{
    private readonly Lock _lock = new();
    private JsonObject? _lease;
    private int _version;

    public string? Holder
    {
        get
        {
            lock (_lock)
                return (string?)_lease?["spec"]?["holderIdentity"];
        }
    }

    /// <summary>Another way to the same lease.</summary>
    /// <param name="fault">Says of each request's method what goes wrong with it.</param>
    public Task<ApiStub> ServeAsync(Func<string, Fault>? fault = null) =>
        ApiStub.StartAsync(context => AnswerAsync(context, fault?.Invoke(context.Request.Method) ?? Fault.None));

    public void Steal(string thief)
    {
        lock (_lock)
        {
            _lease!["spec"]!["holderIdentity"] = thief;
            Touch();
        }
    }

    private async Task AnswerAsync(HttpContext context, Fault fault)
    {
        var body = context.Request.Method == HttpMethods.Get ? null : (await JsonNode.ParseAsync(context.Request.Body))!.AsObject();
        var (code, answer) = fault == Fault.Refused ? (0, null) : Handle(context.Request.Method, body);
        if (fault != Fault.None)
        {
            context.Abort();
            return;
        }
        context.Response.StatusCode = code;
        await context.Response.WriteAsync(answer?.ToJsonString() ?? $$"""{"kind":"Status","status":"Failure","code":{{code}}}""");
    }

    private (int Code, JsonObject? Answer) Handle(string method, JsonObject? body)
    {
        lock (_lock)
        {
            if (method == HttpMethods.Get)
                return _lease is null ? (404, null) : (200, _lease.DeepClone().AsObject());
            if (method == HttpMethods.Post
                ? _lease is not null
                : (string?)body!["metadata"]!["resourceVersion"] != (string?)_lease?["metadata"]!["resourceVersion"])
            {
                return (409, null);
            }

            _lease = body;
            Touch();
            return (200, _lease!.DeepClone().AsObject());
        }
    }

    private void Touch() => _lease!["metadata"]!["resourceVersion"] = (++_version).ToString(CultureInfo.InvariantCulture);

    internal enum Fault
    {
        None,
        Refused,
        AnswerLost,
    }
}
