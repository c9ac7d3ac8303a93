using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Observability;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Hosting;

/// <summary>The endpoints for Prometheus and kubelet.</summary>
internal static class HttpEndpoints
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/healthz", () => Results.Text("ok\n"));
        app.MapGet("/readyz", Ready);
        app.MapMetrics();
    }

    private static IResult Ready(IEnumerable<IReadinessSource> sources)
    {
        var missing = sources
            .Where(source => source.NotReadyBecause is not null)
            .Select(source => $"{source.Name}: {source.NotReadyBecause}\n")
            .ToList();
        return missing.Count == 0
            ? Results.Text("ok\n")
            : Results.Text(string.Concat(missing), statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
