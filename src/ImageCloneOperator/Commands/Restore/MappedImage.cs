namespace ImageCloneOperator.Commands.Restore;

/// <summary>One image of a mapping for programs.</summary>
/// <param name="Source">The image as its workloads name it, in full.</param>
/// <param name="Image">The name to pull it by.</param>
/// <param name="Digest">What it has.</param>
internal sealed record MappedImage(string Source, string Image, string Digest);
