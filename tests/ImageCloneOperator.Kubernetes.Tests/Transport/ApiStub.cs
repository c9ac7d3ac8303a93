using System.Net;
using ImageCloneOperator.Kubernetes.Configuration;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Testing.Entities;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Kubernetes.Tests.Transport;

/// <summary>A server over a real socket that answers as the test says, for what no API server would do on demand.</summary>
internal sealed class ApiStub : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _inFlight;

    private ApiStub(WebApplication app, RequestDelegate answer)
    {
        _app = app;
        app.Run(async context =>
        {
            Interlocked.Increment(ref _inFlight);
            try
            {
                await answer(context);
            }
            finally
            {
                Interlocked.Decrement(ref _inFlight);
            }
        });
    }

    public bool IsBusy => Volatile.Read(ref _inFlight) > 0;

    public Uri Address => new(_app.Urls.Single());

    public static async Task<ApiStub> StartAsync(RequestDelegate answer, HttpsConnectionAdapterOptions? https = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore()
            .UseKestrelHttpsConfiguration()
            .ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                if (https is not null)
                    listen.UseHttps(https);
            }));
        builder.Services.Configure<LoggerFilterOptions>(options => options.MinLevel = LogLevel.None);
        var stub = new ApiStub(builder.Build(), answer);
        await stub._app.StartAsync();
        return stub;
    }

    public KubernetesClient Client(KubernetesClientOptions? options = null)
    {
        options ??= new();
        options.TypeInfoResolvers.Add(TestJsonContext.Default);
        return new(new ClusterConfiguration { Server = Address, Source = "context \"test\"" }, options);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
