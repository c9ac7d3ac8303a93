namespace ImageCloneOperator.Kubernetes.Dynamic;

/// <summary>Which objects a list returns and how many at a time.</summary>
public sealed record ListOptions
{
    /// <summary>Null lists all namespaces.</summary>
    public string? Namespace { get; init; }

    public string? LabelSelector { get; init; }

    public string? FieldSelector { get; init; }

    /// <summary>At most this many items in a page.</summary>
    public int Limit { get; init; } = 500;

    /// <summary>The token of the page before; an expired one is answered with 410 Gone.</summary>
    public string? Continue { get; init; }

    /// <summary>Asks for <c>PartialObjectMetadata</c>: every object arrives with nothing but its type and metadata.</summary>
    public bool MetadataOnly { get; init; }
}
