namespace ImageCloneOperator.Commands.Copy.Pairs;

/// <summary>The command was called in a way that cannot work; the message says how it would.</summary>
internal sealed class CopyUsageException(string message) : Exception(message);
