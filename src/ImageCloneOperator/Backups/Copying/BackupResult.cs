using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Copying;

namespace ImageCloneOperator.Backups.Copying;

/// <summary>The result of a successful try.</summary>
/// <param name="Target">The digest that the target now has.</param>
/// <param name="Source">What the source has; null where it could not be asked and did not need to be.</param>
/// <param name="Description">Platforms and size, where they were read.</param>
/// <param name="Previous">What the target's tag pointed to before, where it has moved.</param>
/// <param name="Copied">Whether anything was written.</param>
/// <param name="SourceMoved">The source has other content, and the copy is left as it is.</param>
internal sealed record BackupResult(
    Digest Target, ImageState? Source, ImageDescription? Description, Digest? Previous, bool Copied, bool SourceMoved)
{
    /// <summary>Things that the copy could not find out, such as referrers that the source refuses to list.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The target had it before the first copy, and it is not known to be what the source had.</summary>
    public bool IsFound { get; init; }

    /// <summary>Whom the source gives it to; null where that was not asked, or is not known yet.</summary>
    public SourceAccess? Access { get; init; }

    /// <summary>Another writer's content was found under the tag.</summary>
    public TagConflict? Conflict { get; init; }
}
