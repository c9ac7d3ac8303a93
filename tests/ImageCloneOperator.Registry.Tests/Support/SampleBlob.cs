using System.Security.Cryptography;
using System.Text;

namespace ImageCloneOperator.Registry.Tests.Support;

/// <summary>Some content and its digest, computed without the code under test.</summary>
internal sealed record SampleBlob(byte[] Content, string MediaType)
{
    public string Digest { get; } = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Content));

    public object Descriptor => new { mediaType = MediaType, digest = Digest, size = Content.Length };

    public static SampleBlob Layer(int seed, int size, string mediaType = "application/vnd.oci.image.layer.v1.tar+gzip")
    {
        var content = new byte[size];
        new Random(seed).NextBytes(content);
        return new SampleBlob(content, mediaType);
    }

    public static SampleBlob Config(string architecture, string mediaType = "application/vnd.oci.image.config.v1+json") => new(
        Encoding.UTF8.GetBytes(
            $$$"""{"os":"linux","architecture":"{{{architecture}}}","rootfs":{"type":"layers","diff_ids":[]},"config":{}}"""),
        mediaType);
}
