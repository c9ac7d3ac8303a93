using System.Security.Cryptography;
using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Registry.Protocol.Content;

/// <summary>Hashes with the algorithm that a digest names.</summary>
internal static class ContentHash
{
    public static IncrementalHash Start(Digest digest) =>
        IncrementalHash.CreateHash(digest.Algorithm == "sha512" ? HashAlgorithmName.SHA512 : HashAlgorithmName.SHA256);

    public static Digest Finish(IncrementalHash hash, Digest expected) => Digest.FromHash(expected.Algorithm, hash.GetHashAndReset());

    public static bool Matches(Digest expected, ReadOnlySpan<byte> content) => expected.Algorithm switch
    {
        "sha256" => Digest.Of(content) == expected,
        "sha512" => Digest.FromHash("sha512", SHA512.HashData(content)) == expected,
        _ => false,
    };
}
