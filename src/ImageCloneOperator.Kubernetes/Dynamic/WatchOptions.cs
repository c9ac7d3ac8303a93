namespace ImageCloneOperator.Kubernetes.Dynamic;

/// <summary>Which changes a watch reports, from when and for how long.</summary>
public sealed record WatchOptions
{
    /// <summary>Null watches all namespaces.</summary>
    public string? Namespace { get; init; }

    public string? LabelSelector { get; init; }

    public string? FieldSelector { get; init; }

    /// <summary>
    /// The resourceVersion of the list (or the last event) that the watch goes on from. Null begins with every object as added.
    /// </summary>
    public string? ResourceVersion { get; init; }

    /// <summary>The server ends the watch after this time; null leaves the time to it.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Asks for <c>PartialObjectMetadata</c>: every object arrives with nothing but its type and metadata.</summary>
    public bool MetadataOnly { get; init; }
}
