using ImageCloneOperator.Observability;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenTelemetry.Exporter;
using OpenTelemetry.Trace;

namespace ImageCloneOperator.Tests.Observability;

public sealed class OtlpExportTests
{
    private const string Collector = "http://collector:4318";

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=", false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=" + Collector, true)]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=" + Collector, true)]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=" + Collector, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=" + Collector + ";OTEL_TRACES_EXPORTER=none", false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=" + Collector + ";OTEL_TRACES_EXPORTER=otlp", true)]
    public void Traces_are_collected_only_where_the_environment_says_so(string environment, bool collected)
    {
        using var app = Build(environment);

        Assert.Equal(collected, app.Services.GetService<TracerProvider>() is not null);
    }

    [Theory]
    [InlineData("", OtlpExportProtocol.HttpProtobuf)]
    [InlineData(";OTEL_EXPORTER_OTLP_PROTOCOL=grpc", OtlpExportProtocol.Grpc)]
    public void Protocol_is_the_specification_s_default_unless_set(string more, OtlpExportProtocol protocol)
    {
        using var app = Build($"OTEL_EXPORTER_OTLP_ENDPOINT={Collector}{more}");

        Assert.Equal(protocol, app.Services.GetRequiredService<IOptionsMonitor<OtlpExporterOptions>>().CurrentValue.Protocol);
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "/v1/metrics")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "ftp://collector")]
    public void Endpoint_that_is_no_URL_is_refused_by_name(string variable, string value)
    {
        var error = Assert.Throws<InvalidOperationException>(() => Build($"{variable}={value}"));

        Assert.StartsWith($"{variable} is no http or https URL", error.Message, StringComparison.Ordinal);
    }

    private static WebApplication Build(string environment)
    {
        var builder = WebApplication.CreateSlimBuilder();
        foreach (var variable in environment.Split(';')) builder.Configuration[variable.Split('=')[0]] = variable.Split('=')[1];
        builder.Services.AddOperatorMetrics();
        builder.AddOtlpExport("test");
        return builder.Build();
    }
}
