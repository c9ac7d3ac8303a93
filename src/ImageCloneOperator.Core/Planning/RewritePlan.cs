namespace ImageCloneOperator.Core.Planning;

/// <summary>What becomes of the images of a pod template or a pod.</summary>
public sealed record RewritePlan(IReadOnlyList<ContainerRewrite> Containers)
{
    public IEnumerable<ContainerRewrite> Changes => Containers.Where(container => container.IsChange);

    /// <summary>What the annotation must keep once the changes are made: the original of each image that is a copy.</summary>
    public IReadOnlyDictionary<string, string> Originals => Containers
        .Where(container => container.Original != (container.IsChange ? container.Desired : container.Current))
        .ToDictionary(container => container.Container, container => container.Original, StringComparer.Ordinal);
}
