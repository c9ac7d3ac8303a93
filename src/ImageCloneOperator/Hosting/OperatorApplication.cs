using ImageCloneOperator.Dashboard;
using ImageCloneOperator.Kubernetes.Configuration;
using ImageCloneOperator.Observability;
using ImageCloneOperator.Options;
using ImageCloneOperator.Webhooks;
using ImageCloneOperator.Workloads.Coverage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace ImageCloneOperator.Hosting;

/// <summary>The operator as one web application: controllers in the background, metrics and health in front.</summary>
internal static class OperatorApplication
{
    /// <summary>Longer than the operator's own drain, shorter than the pod's grace period.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(25);

    /// <summary>How long the whole program may take to stop.</summary>
    public static readonly TimeSpan TerminationTimeout = ShutdownTimeout + TimeSpan.FromSeconds(3);

    public static WebApplication Create(RunOptions options, ClusterConfiguration cluster)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Listen(kestrel, options));
        // .NET's base images name a port in ASPNETCORE_HTTP_PORTS, and Kestrel would warn at each start that it is not used.
        builder.WebHost.UseSetting(WebHostDefaults.HttpPortsKey, "");
        builder.Host.UseDefaultServiceProvider(provider => provider.ValidateOnBuild = true);
        AddLogging(builder.Logging, options);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddOperatorMetrics();
        builder.AddOtlpExport(options.PodName);
        builder.Services.AddSingleton<OperatorGauges>();
        builder.Services.AddHostedService<StartupGarbage>();
        builder.Services.AddImageCloneOperator(options, cluster);

        var app = builder.Build();
        app.Services.GetRequiredService<OperatorGauges>();
        app.Services.GetRequiredService<UnprotectedGauge>();
        if (options.Webhook is not null) WebhookEndpoint.Map(app);
        if (options.Dashboard is { } dashboard) DashboardEndpoint.Map(app, isAlone: dashboard != options.Http);
        HttpEndpoints.Map(app);
        return app;
    }

    private static void Listen(KestrelServerOptions kestrel, RunOptions options)
    {
        kestrel.AddServerHeader = false;
        options.Http.Listen(kestrel, _ => { });
        if (options.Dashboard is { } dashboard && dashboard != options.Http) DashboardEndpoint.Listen(kestrel, dashboard);
        if (options.Webhook is { } webhook) WebhookEndpoint.Listen(kestrel, webhook);
    }

    private static void AddLogging(ILoggingBuilder logging, RunOptions options)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(options.LogLevel);
        logging.AddFilter("Microsoft", level => level >= LogLevel.Warning);
        logging.AddFilter("Microsoft.Hosting.Lifetime", level => level >= LogLevel.Information);
        if (options.LogFormat == LogFormat.Json)
        {
            logging.AddConsole(console => console.FormatterName = JsonLogFormatter.FormatterName);
            logging.Services.AddSingleton<ConsoleFormatter, JsonLogFormatter>();
        }
        else
        {
            logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "HH:mm:ss.fff ";
            });
        }
    }
}
