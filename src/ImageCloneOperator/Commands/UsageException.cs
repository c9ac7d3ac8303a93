namespace ImageCloneOperator.Commands;

/// <summary>The command was called in a way that cannot work; the message says how it would.</summary>
internal sealed class UsageException(string message) : Exception(message);
