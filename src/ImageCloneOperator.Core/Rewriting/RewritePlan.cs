namespace ImageCloneOperator.Core.Rewriting;

/// <summary>The images that a pod template or a pod should have.</summary>
public sealed record RewritePlan(IReadOnlyList<ContainerRewrite> Containers)
{
    /// <summary>Why a policy that rewrites leaves all images alone; null where none does, or where nothing is in its way.</summary>
    public string? Skipped { get; init; }

    /// <summary>Another writer has won the images: the annotation that says so stays.</summary>
    public bool Contested { get; init; }

    /// <summary>The operator's own pull secrets that pods need for these copies.</summary>
    public IReadOnlyList<string> PullSecrets { get; init; } = [];

    /// <summary>The policies whose copies are used.</summary>
    public IEnumerable<string> PoliciesInUse => Containers.Where(container => container.Final != container.Original)
        .Select(container => container.Policy)
        .OfType<string>()
        .Distinct(StringComparer.Ordinal);

    public IEnumerable<ContainerRewrite> Changes => Containers.Where(container => container.IsChange);

    /// <summary>The content of the annotation once the changes are made: the original of each image that is a copy.</summary>
    public IReadOnlyDictionary<string, string> Originals => Containers
        .Where(container => container.Original != container.Final)
        .ToDictionary(container => container.Container, container => container.Original, StringComparer.Ordinal);
}
