using System.Collections.Frozen;

namespace ImageCloneOperator.Registry.Protocol.Content;

/// <summary>The media types that matter to a copy. All others are opaque content.</summary>
internal static class MediaTypes
{
    public const string OciIndex = "application/vnd.oci.image.index.v1+json";
    public const string OciManifest = "application/vnd.oci.image.manifest.v1+json";
    public const string OciArtifact = "application/vnd.oci.artifact.manifest.v1+json";
    public const string Any = "application/octet-stream";
    public const string DockerList = "application/vnd.docker.distribution.manifest.list.v2+json";
    public const string DockerManifest = "application/vnd.docker.distribution.manifest.v2+json";
    private const string DockerSchema1 = "application/vnd.docker.distribution.manifest.v1+json";
    private const string DockerSchema1Signed = "application/vnd.docker.distribution.manifest.v1+prettyjws";

    /// <summary>Asked for in every manifest request, HEAD and GET alike; schema 1 only so that it can be refused by name.</summary>
    public static IReadOnlyList<string> Accepted { get; } =
        [OciIndex, OciManifest, DockerList, DockerManifest, OciArtifact, DockerSchema1Signed, DockerSchema1, "*/*;q=0.1"];

    private static readonly FrozenSet<string> Foreign = FrozenSet.ToFrozenSet(
    [
        "application/vnd.oci.image.layer.nondistributable.v1.tar",
        "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
        "application/vnd.oci.image.layer.nondistributable.v1.tar+zstd",
        "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
        "application/vnd.docker.image.rootfs.foreign.diff.tar",
    ]);

    public static bool IsIndex(string type) => type is OciIndex or DockerList;

    public static bool IsManifest(string type) => type is OciIndex or OciManifest or DockerList or DockerManifest or OciArtifact;

    public static bool IsSchema1(string type) => type is DockerSchema1 or DockerSchema1Signed;

    /// <summary>
    /// Layers whose licence may forbid to pass them on; the type decides, not whether there are urls (image-spec, layer.md).
    /// </summary>
    public static bool IsForeignLayer(string type) => Foreign.Contains(type);

    /// <summary>A content type without its parameters.</summary>
    public static string Bare(string? contentType) => contentType?.Split(';')[0].Trim() ?? "";
}
