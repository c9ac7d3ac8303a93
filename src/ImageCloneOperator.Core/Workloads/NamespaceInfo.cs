namespace ImageCloneOperator.Core.Workloads;

/// <summary>The facts of a namespace that the plan needs.</summary>
public sealed record NamespaceInfo(string Name)
{
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>It carries the skip annotation.</summary>
    public bool Skip { get; init; }

    public bool Terminating { get; init; }

    /// <summary>Since when it is being deleted; null also where that is not known.</summary>
    public DateTimeOffset? DeletionTimestamp { get; init; }
}
