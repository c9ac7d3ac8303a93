namespace ImageCloneOperator.Testing.Registry.Protocol;

internal sealed record CatalogBody(IReadOnlyList<string> Repositories);
