using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Core.Workloads;

/// <summary>The content that a container of a pod runs, as its runtime tells it.</summary>
/// <param name="Container">As in <see cref="ContainerImage"/>.</param>
/// <param name="Digest">Of an index or of the manifest of one platform: runtimes differ.</param>
public sealed record RunningImage(string Container, Digest Digest)
{
    /// <param name="container">The image that the pod asks for.</param>
    /// <param name="imageId">
    /// <c>repository@digest</c>, at Docker behind <c>docker-pullable://</c>. A digest alone is the id of an unpacked image, which no
    /// registry knows.
    /// </param>
    /// <returns>Null where that is no content of the image's repository, and where the image is pinned to it.</returns>
    public static RunningImage? Read(ContainerImage container, string? imageId)
    {
        if (string.IsNullOrEmpty(imageId)) return null;
        var scheme = imageId.IndexOf("://", StringComparison.Ordinal);
        return ImageReference.TryParse(scheme < 0 ? imageId : imageId[(scheme + 3)..], out var running, out _)
            && running.Digest is { } digest
            && ImageReference.TryParse(container.Image, out var wanted, out _)
            && wanted.Digest is null && wanted.Name == running.Name
            ? new RunningImage(container.Container, digest)
            : null;
    }
}
