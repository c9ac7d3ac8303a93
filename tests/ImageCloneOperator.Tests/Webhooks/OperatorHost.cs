using System.Net;
using ImageCloneOperator.Hosting;
using ImageCloneOperator.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Tests.Webhooks;

/// <summary>The whole operator in this process, on free ports.</summary>
internal static class OperatorHost
{
    public static async Task<WebApplication> StartAsync(LiveCluster cluster)
    {
        var loopback = new BindAddress(IPAddress.Loopback, 0);
        var options = new OperatorOptions
        {
            Http = loopback, Webhook = loopback, LeaderElect = false, LogLevel = LogLevel.Error, Namespace = "image-clone-system", PodName = "test",
        };
        var app = OperatorApplication.Create(options, cluster.Configuration);
        await app.StartAsync();
        return app;
    }

    public static Uri Address(WebApplication app, string scheme) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(address)).Single(address => address.Scheme == scheme);
}
