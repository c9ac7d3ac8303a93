using ImageCloneOperator.Testing.Registry.Auth;
using ImageCloneOperator.Testing.Registry.Faults;
using ImageCloneOperator.Testing.Registry.Protocol;
using ImageCloneOperator.Testing.Registry.Requests;
using ImageCloneOperator.Testing.Registry.Storage;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Testing.Registry;

/// <summary>What happens to every request: it is recorded, a fault may strike it, its caller is checked, its endpoint serves it.</summary>
internal sealed class RegistryPipeline(
    RegistryServer server,
    RegistryStore store,
    IAuthenticator authenticator,
    IReadOnlyDictionary<RequestKind, IEndpoint> endpoints,
    TimeProvider time)
{
    public async Task HandleAsync(HttpContext context)
    {
        var route = RegistryRoute.Parse(context.Request.Path);
        var quirks = server.Quirks;
        var record = Record(context.Request, route);
        server.Requests.Add(record);
        var fault = server.Faults.Next(record.Method, record.Kind, record.Repository, record.Reference);
        record.Faulted = fault is not null;
        AnswerShaping.Prepare(context, record, quirks, fault, time);
        try
        {
            await WaitAsync(quirks.Latency + (fault?.Delay ?? TimeSpan.Zero), context.RequestAborted);
            Task Serve() => ServeAsync(new(context, route, Caller.Anyone, store, quirks, server.Addresses));
            await StrikeAsync(context, fault, () => server.Interceptor is { } interceptor ? interceptor(context, Serve) : Serve());
        }
        catch (BodyCutException)
        {
            context.Abort();
        }
        catch (Exception e) when (context.RequestAborted.IsCancellationRequested && e is OperationCanceledException or IOException)
        {
            // The client went away, or came back with another request: there is nobody left to answer.
            context.Abort();
        }
    }

    private static RequestRecord Record(HttpRequest request, RegistryRoute route) => new()
    {
        Method = request.Method,
        Kind = route.Kind,
        Repository = route.Repository,
        Reference = route.Reference,
        Query = request.QueryString.Value ?? "",
        Host = request.Host.Value ?? "",
        CarriesTraceContext = request.Headers.ContainsKey("traceparent"),
        AuthorizationScheme = request.Headers.Authorization.ToString() is { Length: > 0 } value ? value.Split(' ')[0] : null,
        Range = request.Headers.Range,
        UserAgent = request.Headers.UserAgent,
    };

    private static async Task StrikeAsync(HttpContext context, FaultEffect? fault, Func<Task> serve)
    {
        if (fault is { Status: null, Drop: false } or null)
        {
            await serve();
            return;
        }
        if (fault.AfterCommit)
            await ServeUnheardAsync(context, serve);
        if (fault.Drop)
            context.Abort();
        else
            await WriteErrorAsync(context.Response, new DistributionException(fault.Status!.Value, fault.Code, fault.Message));
    }

    private static async Task ServeUnheardAsync(HttpContext context, Func<Task> serve)
    {
        var body = context.Response.Body;
        context.Response.Body = Stream.Null;
        await serve();
        context.Response.Body = body;
        context.Response.Clear();
    }

    private static async Task WriteErrorAsync(HttpResponse response, DistributionException error)
    {
        response.StatusCode = error.Status;
        foreach (var (name, value) in error.Headers)
            response.Headers[name] = value;
        if (HttpMethods.IsHead(response.HttpContext.Request.Method))
            return;
        var body = new ErrorBody([new ErrorEntry(error.Code, error.Message, error.Detail)]);
        await response.WriteAsJsonAsync(body, RegistryJson.Default.ErrorBody, cancellationToken: response.HttpContext.RequestAborted);
    }

    private async Task ServeAsync(RegistryCall call)
    {
        try
        {
            if (!endpoints.TryGetValue(call.Route.Kind, out var endpoint))
                throw new DistributionException(404, "NAME_INVALID", "no such path");
            if (call.Route.Repository.Length > 0 && !RegistryRoute.IsRepositoryName(call.Route.Repository))
                throw new DistributionException(400, "NAME_INVALID", "invalid repository name", call.Route.Repository);
            await endpoint.HandleAsync(call with { Caller = CallerOf(call) });
        }
        catch (DistributionException error)
        {
            await WriteErrorAsync(call.Response, error);
        }
    }

    private Caller CallerOf(RegistryCall call) => call.Route.Kind is RequestKind.Token or RequestKind.Storage
        ? Caller.Anyone
        : authenticator.Authenticate(call.Request, call.Route, call.Quirks);

    private Task WaitAsync(TimeSpan delay, CancellationToken cancellationToken) =>
        delay > TimeSpan.Zero ? Task.Delay(delay, time, cancellationToken) : Task.CompletedTask;
}
