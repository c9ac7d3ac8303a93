namespace ImageCloneOperator.Kubernetes;

public static class KubernetesMeter
{
    /// <summary>The meter of all instruments of this library: client, queues, caches and controllers.</summary>
    public const string Name = "ImageCloneOperator.Kubernetes";
}
