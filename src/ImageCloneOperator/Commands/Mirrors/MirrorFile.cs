namespace ImageCloneOperator.Commands.Mirrors;

/// <summary>A file for nodes, or for kubectl.</summary>
/// <param name="Place">Where it belongs.</param>
/// <param name="Content">Its content.</param>
internal sealed record MirrorFile(string Place, string Content);
