namespace ImageCloneOperator.Commands;

/// <summary>There is no such catalogue, or it cannot be understood; the message says what there is.</summary>
internal sealed class CatalogException(string message) : Exception(message);
