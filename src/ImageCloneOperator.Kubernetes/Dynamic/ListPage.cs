namespace ImageCloneOperator.Kubernetes.Dynamic;

/// <summary>One page of a list.</summary>
/// <param name="ResourceVersion">Where a watch goes on from; the same on every page of one list.</param>
/// <param name="Continue">The token for the next page; null on the last.</param>
public sealed record ListPage<T>(IReadOnlyList<T> Items, string ResourceVersion, string? Continue);
