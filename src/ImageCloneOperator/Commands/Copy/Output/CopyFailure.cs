namespace ImageCloneOperator.Commands.Copy.Output;

/// <summary>Why an image was not copied, in a word for programs and a line for people.</summary>
internal sealed record CopyFailure(string Kind, string Message);
