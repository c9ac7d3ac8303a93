using System.Net;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Dashboard;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Options;
using ImageCloneOperator.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Tests.Dashboard.Browser;

/// <summary>The dashboard as the operator serves it, over what a test puts into its caches.</summary>
internal sealed class DashboardHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private DashboardHost(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public ListCache<BackupPolicy> Policies { get; } = new();

    public ListCache<ImageBackup> Backups { get; } = new();

    public static async Task<DashboardHost> StartAsync()
    {
        var bind = new BindAddress(IPAddress.Loopback, 0);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => DashboardEndpoint.Listen(kestrel, bind));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new RunOptions { Http = bind, PodName = "replica-0", Namespace = "image-clone-system" });
        builder.Services.AddDashboard();
        DashboardHost? host = null;
        builder.Services.AddSingleton<IResourceCache<BackupPolicy>>(_ => host!.Policies);
        builder.Services.AddSingleton<IResourceCache<ImageBackup>>(_ => host!.Backups);
        host = new DashboardHost(builder.Build());
        DashboardEndpoint.Map(host._app, isAlone: true);
        await host._app.StartAsync();
        return host;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
