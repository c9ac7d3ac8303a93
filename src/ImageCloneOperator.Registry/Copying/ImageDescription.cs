using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Registry.Copying;

/// <summary>An image as its manifests describe it.</summary>
/// <param name="Digest">Of the manifest or index.</param>
/// <param name="MediaType">Of the manifest or index.</param>
/// <param name="Platforms">Empty for artifacts.</param>
/// <param name="SizeBytes">Of all distinct blobs and manifests.</param>
/// <param name="Blobs">Distinct blobs.</param>
public sealed record ImageDescription(Digest Digest, string MediaType, IReadOnlyList<Platform> Platforms, long SizeBytes, int Blobs);
