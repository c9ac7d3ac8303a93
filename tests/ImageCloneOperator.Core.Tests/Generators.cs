using FsCheck;
using FsCheck.Fluent;
using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Core.Tests;

/// <summary>References from a small alphabet of look-alikes, so that near collisions come up often.</summary>
internal static class Generators
{
    private static readonly Gen<string> Hosts = Gen.Elements(
        "docker.io", "localhost", "localhost:5000", "quay.io", "a.b", "a.b:1", "a-b.c", "A.b", "AB", "Ab",
        "[::1]", "[::1]:1", "[::A]", "a.b-c", "1.2.3.4:80");

    private static readonly Gen<string> Components = Gen.Elements(
        "a", "b", "library", "a_b", "a__b", "a-b", "a--b", "a.b", "5000", "a_1",
        "x-y_z", "docker.io", "localhost", "localhost_5000", "a__0123456789abcdef", "long-long-long-long-long-long-long-long-long");

    private static readonly Gen<string> Tags = Gen.Elements("latest", "1", "1.27", "_", "T", "a-b", "digest.sha256-0", "snapshot");

    private static readonly Gen<string?> Digests = Gen.Elements(
        null, null, $"sha256:{new string('a', 64)}", $"sha256:{new string('b', 64)}", $"sha512:{new string('a', 128)}", "x+y:A=_-");

    public static Arbitrary<ImageReference> References { get; } = (
        from host in Hosts
        from path in Components.NonEmptyListOf().Select(parts => string.Join('/', parts.Take(4)))
        from tag in Tags.OrNull()
        from digest in Digests
        select ImageReference.Parse($"{host}/{path}{(tag is null ? "" : $":{tag}")}{(digest is null ? "" : $"@{digest}")}")).ToArbitrary();
}
