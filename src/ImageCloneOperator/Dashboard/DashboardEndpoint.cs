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

/// <summary>Pages for people, read-only, made from the caches: they cost no request to the API or to a registry.</summary>
internal static class DashboardEndpoint
{
    public static void AddDashboard(this IServiceCollection services) => services.AddSingleton<LiveUpdates>();

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
        if (isAlone)
        {
            app.MapWhen(http => http.Features.Get<Mark>() is not null, own => own.Run(AnswerAsync));
            return;
        }

        app.MapGet("/", AnswerAsync);
        app.MapGet($"{BackupPage.Folder}{{name}}", AnswerAsync);
    }

    /// <summary>The page, or, where that is what is asked for, what changes of it.</summary>
    private static Task AnswerAsync(HttpContext context)
    {
        var page = PageOf(context.Request);
        if (page is null || context.Request.Method is not ("GET" or "HEAD")) return Results.NotFound().ExecuteAsync(context);
        var services = context.RequestServices;
        var policies = services.GetRequiredService<IResourceCache<BackupPolicy>>();
        var backups = services.GetRequiredService<IResourceCache<ImageBackup>>();
        var unprotected = services.GetService<UnprotectedImages>();
        SetHeaders(context.Response.Headers);
        var layout = new PageLayout(services.GetRequiredService<RunOptions>().PodName);
        var isLive = context.Request.Headers.Accept.ToString().StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase);
        if (!policies.HasSynced || !backups.HasSynced)
        {
            var starting = layout.Around(page.Title, Html.Of($"<p class=\"empty\">Starting: the cluster is being read.</p>"));
            return AnswerAsync(context, starting, StatusCodes.Status503ServiceUnavailable);
        }

        if (isLive) return services.GetRequiredService<LiveUpdates>().SendAsync(context, () => page.Parts(View()));
        var view = View();
        var parts = page.Parts(view);
        return AnswerAsync(
            context,
            layout.Around(page.Title, page.Around(parts, view)),
            parts.Count == 0 ? StatusCodes.Status404NotFound : StatusCodes.Status200OK);

        ClusterView View() => new(policies.List(), backups.List(), unprotected?.Found?.Images);
    }

    private static Task AnswerAsync(HttpContext context, Html html, int status) =>
        Results.Text(html.Text, "text/html; charset=utf-8", statusCode: status).ExecuteAsync(context);

    private static IDashboardPage? PageOf(HttpRequest request)
    {
        var path = request.Path.Value ?? "";
        if (path == "/") return new OverviewPage(BackupQuery.Of(request.Query));
        return path.StartsWith(BackupPage.Folder, StringComparison.Ordinal) ? new BackupPage(path[BackupPage.Folder.Length..]) : null;
    }

    private static void SetHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = PageLayout.ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        headers.Vary = "Accept";
    }

    /// <summary>On every connection to the dashboard's own port: it may be chosen by the system.</summary>
    private sealed class Mark;
}
