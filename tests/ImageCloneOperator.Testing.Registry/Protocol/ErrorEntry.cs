namespace ImageCloneOperator.Testing.Registry.Protocol;

internal sealed record ErrorEntry(string Code, string Message, string? Detail = null);
