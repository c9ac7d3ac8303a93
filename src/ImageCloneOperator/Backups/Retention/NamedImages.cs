using ImageCloneOperator.Core.Retention;

namespace ImageCloneOperator.Backups.Retention;

/// <summary>An object of the cluster, and every image that it names.</summary>
internal sealed record NamedImages(ImageUser User, IReadOnlyList<string> Images);
