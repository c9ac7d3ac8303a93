using System.Security.Cryptography;
using System.Text;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Options;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ImageCloneOperator.Dashboard;

/// <summary>One page, read-only, made from the caches: it costs no request to the API or to a registry.</summary>
internal static class DashboardEndpoint
{
    private static readonly string Style = ReadStyle();

    private static readonly string ContentSecurityPolicy =
        $"default-src 'none'; style-src 'sha256-{Hash(Style)}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/", Show);

    private static IResult Show(
        HttpContext context, IResourceCache<BackupPolicy> policies, IResourceCache<ImageBackup> backups, RunOptions options)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        var page = new DashboardPage(options.PodName, Style);
        var html = policies.HasSynced && backups.HasSynced ? page.Render(policies.List(), backups.List()) : page.Starting();
        return Results.Text(html.Text, "text/html; charset=utf-8");
    }

    private static string ReadStyle()
    {
        using var resource = typeof(DashboardEndpoint).Assembly.GetManifestResourceStream("dashboard.css")!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }

    private static string Hash(string style) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
}
