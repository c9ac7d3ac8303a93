namespace ImageCloneOperator.Testing.Registry.Protocol;

/// <summary>Distribution specification, "Error Codes".</summary>
internal sealed record ErrorBody(IReadOnlyList<ErrorEntry> Errors);
