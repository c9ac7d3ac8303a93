namespace ImageCloneOperator.DevCluster.Registry.Protocol;

internal sealed record TagListBody(string Name, IReadOnlyList<string> Tags);
