namespace ImageCloneOperator.DevCluster.Registry.Protocol;

internal sealed record CatalogBody(IReadOnlyList<string> Repositories);
