using System.Diagnostics;

namespace ImageCloneOperator.Kubernetes;

public static class KubernetesTracing
{
    /// <summary>The source of a span for each reconcile.</summary>
    public const string SourceName = "ImageCloneOperator.Kubernetes";

    internal static readonly ActivitySource Source = new(SourceName);
}
