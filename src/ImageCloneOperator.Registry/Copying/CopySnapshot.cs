using System.Runtime.InteropServices;

namespace ImageCloneOperator.Registry.Copying;

/// <summary>The progress of a copy. Totals are zero until the source's manifests have been read.</summary>
/// <param name="BytesTotal">Of all blobs.</param>
/// <param name="BytesDone">Sent so far, mounted or found at the target.</param>
/// <param name="BytesTransferred">Sent over the network, what was sent again after a break included.</param>
/// <param name="BytesMounted">Taken from other repositories of the target.</param>
/// <param name="BytesReused">Already in the target repository.</param>
/// <param name="BlobsTotal">Distinct blobs.</param>
/// <param name="BlobsDone">Blobs that the target has.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CopySnapshot(
    long BytesTotal, long BytesDone, long BytesTransferred, long BytesMounted, long BytesReused, int BlobsTotal, int BlobsDone);
