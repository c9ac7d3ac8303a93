using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Registry.Tests.Support;

/// <summary>Answers its one manifest whatever it may be, under its true digest. Nothing else is there.</summary>
internal sealed class HostileRegistry : IAsyncDisposable
{
    private readonly WebApplication _app;

    private HostileRegistry(WebApplication app) => _app = app;

    public string Host => new Uri(((IApplicationBuilder)_app).ServerFeatures.Get<IServerAddressesFeature>()!.Addresses.First()).Authority;

    public static async Task<HostileRegistry> StartAsync(string mediaType, byte[] content)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = builder.Build();
        var digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));
        ((IApplicationBuilder)server).Run(context => AnswerAsync(context, digest, mediaType, content));
        await server.StartAsync();
        return new HostileRegistry(server);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task AnswerAsync(HttpContext context, string digest, string mediaType, byte[] content)
    {
        var path = context.Request.Path.Value!;
        if (!path.EndsWith("/manifests/v1", StringComparison.Ordinal) && !path.EndsWith(digest, StringComparison.Ordinal))
        {
            context.Response.StatusCode = 404;
            return;
        }

        context.Response.ContentType = mediaType;
        context.Response.ContentLength = content.Length;
        context.Response.Headers["Docker-Content-Digest"] = digest;
        if (HttpMethods.IsGet(context.Request.Method)) await context.Response.Body.WriteAsync(content);
    }
}
