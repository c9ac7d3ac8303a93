using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Retention;

namespace ImageCloneOperator.Core.Catalogs;

/// <summary>What a cluster has at a target, by its catalogue, as retention sees it.</summary>
public static class CatalogClaims
{
    /// <param name="document">The catalogue.</param>
    /// <param name="name">Its tag, for messages.</param>
    /// <exception cref="FormatException">A name or digest in it is malformed: then nobody knows what the cluster has.</exception>
    public static IEnumerable<BackupClaim> Of(CatalogDocument document, string name) => document.Images.Select(image =>
    {
        var target = ImageReference.Parse(image.Target);
        return new BackupClaim(name, ImageReference.Parse(image.Source), target)
        {
            Copy = target,
            Digest = image.Digest is { } digest ? Digest.Parse(digest) : null,
            Previous = [.. (image.PreviousDigests ?? []).Select(Digest.Parse)],
        };
    });
}
