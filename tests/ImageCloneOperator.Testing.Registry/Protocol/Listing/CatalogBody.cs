namespace ImageCloneOperator.Testing.Registry.Protocol.Listing;

internal sealed record CatalogBody(IReadOnlyList<string> Repositories);
