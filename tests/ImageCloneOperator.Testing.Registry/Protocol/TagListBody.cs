namespace ImageCloneOperator.Testing.Registry.Protocol;

internal sealed record TagListBody(string Name, IReadOnlyList<string> Tags);
