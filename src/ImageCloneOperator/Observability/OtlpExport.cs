using ImageCloneOperator.Kubernetes;
using ImageCloneOperator.Registry;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ImageCloneOperator.Observability;

/// <summary>
/// Metrics and traces for a collector, where OpenTelemetry's standard environment variables name one. Without one nothing listens, and
/// no span is made.
/// </summary>
internal static class OtlpExport
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";

    /// <param name="instance">This replica among others.</param>
    /// <exception cref="InvalidOperationException">An endpoint is no http or https URL.</exception>
    public static void AddOtlpExport(this WebApplicationBuilder builder, string instance)
    {
        var environment = builder.Configuration;
        var (metrics, traces) = (IsWanted(environment, "METRICS"), IsWanted(environment, "TRACES"));
        if (!metrics && !traces) return;

        // The specification's default; the library's own is gRPC.
        environment[Protocol] ??= "http/protobuf";
        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource
            .AddService("image-clone-operator", serviceVersion: Version(), serviceInstanceId: instance)
            .AddEnvironmentVariableDetector());
        if (metrics) telemetry.WithMetrics(provider => provider.AddOtlpExporter());
        if (traces)
        {
            telemetry.WithTracing(provider => provider
                .AddSource(OperatorTracing.Source.Name, KubernetesTracing.SourceName, RegistryTracing.SourceName)
                .AddOtlpExporter());
        }
    }

    private static bool IsWanted(ConfigurationManager environment, string signal)
    {
        if (environment[$"OTEL_{signal}_EXPORTER"] is { Length: > 0 } exporter && exporter != "otlp") return false;
        var variable = $"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT";
        if (string.IsNullOrEmpty(environment[variable])) variable = Endpoint;
        if (environment[variable] is not { Length: > 0 } endpoint) return false;
        // The library would say nothing, and send everything to localhost.
        return Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? true
            : throw new InvalidOperationException(
                $"{variable} is no http or https URL: set it to one such as http://collector:4318, or unset it");
    }

    private static string? Version() => typeof(OtlpExport).Assembly.GetName().Version?.ToString(3);
}
