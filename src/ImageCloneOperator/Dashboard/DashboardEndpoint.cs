using System.Security.Cryptography;
using System.Text;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Options;
using ImageCloneOperator.Workloads.Coverage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace ImageCloneOperator.Dashboard;

/// <summary>One page, read-only, made from the caches: it costs no request to the API or to a registry.</summary>
internal static class DashboardEndpoint
{
    private static readonly string Style = ReadStyle();

    private static readonly string ContentSecurityPolicy =
        $"default-src 'none'; style-src 'sha256-{Hash(Style)}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>On a port of its own: it has no login, and what it shows is not for every pod.</summary>
    public static void Listen(KestrelServerOptions kestrel, BindAddress bind) =>
        bind.Listen(kestrel, listen => listen.Use(next => connection =>
        {
            connection.Features.Set(new Mark());
            return next(connection);
        }));

    /// <param name="app">The application.</param>
    /// <param name="isAlone">On its own port it is all that is served, and it is served nowhere else.</param>
    public static void Map(WebApplication app, bool isAlone)
    {
        if (!isAlone) app.MapGet("/", Show);
        else app.MapWhen(http => http.Features.Get<Mark>() is not null, own => own.Run(AnswerAsync));
    }

    private static Task AnswerAsync(HttpContext context)
    {
        if (context.Request is not { Path.Value: "/", Method: "GET" or "HEAD" }) return Results.NotFound().ExecuteAsync(context);
        var services = context.RequestServices;
        return Show(
            context,
            services.GetRequiredService<IResourceCache<BackupPolicy>>(),
            services.GetRequiredService<IResourceCache<ImageBackup>>(),
            services.GetRequiredService<UnprotectedImages>(),
            services.GetRequiredService<RunOptions>()).ExecuteAsync(context);
    }

    private static IResult Show(
        HttpContext context,
        IResourceCache<BackupPolicy> policies,
        IResourceCache<ImageBackup> backups,
        UnprotectedImages unprotected,
        RunOptions options)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        var page = new DashboardPage(options.PodName, Style);
        var html = policies.HasSynced && backups.HasSynced
            ? page.Render(policies.List(), backups.List(), unprotected.Found?.Images)
            : page.Starting();
        return Results.Text(html.Text, "text/html; charset=utf-8");
    }

    private static string ReadStyle()
    {
        using var resource = typeof(DashboardEndpoint).Assembly.GetManifestResourceStream("dashboard.css")!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }

    /// <summary>On every connection to the dashboard's own port: it may be chosen by the system.</summary>
    private sealed class Mark;

    private static string Hash(string style) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
}
