namespace ImageCloneOperator.Telemetry;

internal enum MetricKind
{
    Counter,
    Gauge,
    Histogram,
}
