using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Registry.Copying;

/// <summary>What a registry holds of an image, compared with what the image's manifests promise.</summary>
/// <param name="Root">The digest of the manifest or index that was looked at.</param>
/// <param name="Manifests">How many manifests were read, and had the content that their digests say.</param>
/// <param name="Blobs">How many blobs the image has.</param>
/// <param name="BlobsChecked">How many of them were asked for.</param>
/// <param name="Broken">What is missing or damaged.</param>
public sealed record ImageVerification(
    Digest Root, int Manifests, int Blobs, int BlobsChecked, IReadOnlyList<BrokenPart> Broken)
{
    /// <summary>Everything that was asked for is there.</summary>
    public bool IsWhole => Broken.Count == 0;

    /// <summary>The first things that are missing or damaged, for people.</summary>
    public string Problems => string.Join("; ", Broken.Take(3).Select(part => part.Problem))
        + (Broken.Count > 3 ? $"; and {Broken.Count - 3} more" : "");
}
