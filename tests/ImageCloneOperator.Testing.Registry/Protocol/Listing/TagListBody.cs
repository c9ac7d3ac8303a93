namespace ImageCloneOperator.Testing.Registry.Protocol.Listing;

internal sealed record TagListBody(string Name, IReadOnlyList<string> Tags);
