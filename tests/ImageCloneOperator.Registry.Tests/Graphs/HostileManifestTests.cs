using System.Text;
using ImageCloneOperator.Registry.Tests.Support;
using ImageCloneOperator.Testing.Registry;

namespace ImageCloneOperator.Registry.Tests.Graphs;

/// <summary>Manifests made to hurt are refused before they cost much.</summary>
public sealed class HostileManifestTests
{
    private const string Layer = "application/vnd.oci.image.layer.v1.tar";

    public static TheoryData<string, string, RegistryErrorKind> Texts => new()
    {
        { SampleManifest.OciManifest, "{", RegistryErrorKind.Corrupt },
        { SampleManifest.OciManifest, "null", RegistryErrorKind.Corrupt },
        { SampleManifest.OciManifest, "[]", RegistryErrorKind.Corrupt },
        {
            SampleManifest.OciManifest,
            Image("""{"mediaType":"x","digest":"sha256:../../../etc/passwd","size":1}"""),
            RegistryErrorKind.Corrupt
        },
        {
            SampleManifest.OciManifest,
            Image("""{"mediaType":"x","digest":"md5:d41d8cd98f00b204e9800998ecf8427e","size":1}"""),
            RegistryErrorKind.Corrupt
        },
        { SampleManifest.OciManifest, Image($$"""{"mediaType":"x","digest":"{{Hash('a')}}","size":-1}"""), RegistryErrorKind.Corrupt },
        { SampleManifest.OciManifest, Image($$"""{"mediaType":"x","digest":"{{Hash('a')}}"}"""), RegistryErrorKind.Corrupt },
        {
            SampleManifest.OciManifest,
            Image($$"""{"mediaType":"x","digest":"{{Hash('a')}}","size":99999999999999999999}"""),
            RegistryErrorKind.Corrupt
        },
        {
            SampleManifest.OciManifest,
            Image(
                $$"""{"mediaType":"x","digest":"{{Hash('a')}}","size":9223372036854775807},"""
                + $$"""{"mediaType":"x","digest":"{{Hash('b')}}","size":9223372036854775807}"""),
            RegistryErrorKind.Unsupported
        },
        {
            SampleManifest.OciManifest,
            Image($$"""{"mediaType":"x","digest":"{{Hash('a')}}","size":1},{"mediaType":"x","digest":"{{Hash('a')}}","size":2}"""),
            RegistryErrorKind.Corrupt
        },
        { SampleManifest.OciManifest, """{"schemaVersion":2,"mediaType":"a/b\r\nX: y","layers":[]}""", RegistryErrorKind.Corrupt },
        { SampleManifest.OciManifest, """{"schemaVersion":2,"mediaType":"no type at all","layers":[]}""", RegistryErrorKind.Corrupt },
        { SampleManifest.OciManifest, new string('[', 100_000), RegistryErrorKind.Corrupt },
        { SampleManifest.OciIndex, Index(Hash('c'), 9_000_000_000), RegistryErrorKind.Unsupported },
        { SampleManifest.OciIndex, Index(Hash('c'), 700), RegistryErrorKind.NotFound },
        {
            "application/vnd.docker.distribution.manifest.v1+prettyjws",
            """{"schemaVersion":1,"name":"a","tag":"b","fsLayers":[],"history":[]}""",
            RegistryErrorKind.Unsupported
        },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Nonsense_is_refused_with_its_kind(string mediaType, string text, RegistryErrorKind kind) =>
        Assert.Equal(kind, (await CopyFailsAsync(mediaType, Encoding.UTF8.GetBytes(text))).Kind);

    [Fact]
    public async Task More_blobs_than_the_limit_are_refused_before_any_is_sent()
    {
        var layers = Enumerable.Range(0, 10_001).Select(i => $$"""{"mediaType":"{{Layer}}","digest":"sha256:{{i:x64}}","size":1}""");

        var failure = await CopyFailsAsync(SampleManifest.OciManifest, Encoding.UTF8.GetBytes(Image(string.Join(',', layers))));

        Assert.Equal(RegistryErrorKind.Unsupported, failure.Kind);
        Assert.Contains("10000 blobs", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manifest_larger_than_four_MiB_is_not_read()
    {
        var failure = await CopyFailsAsync(SampleManifest.OciManifest, new byte[(4 << 20) + 1]);

        Assert.Equal(RegistryErrorKind.Unsupported, failure.Kind);
        Assert.Contains("4096 KiB", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manifest_with_more_values_than_any_image_has_is_not_understood()
    {
        var layers = Enumerable.Range(0, 38_000).Select(i => $$"""{"mediaType":"x","digest":"sha256:{{i:x64}}","size":1}""");

        var failure = await CopyFailsAsync(SampleManifest.OciManifest, Encoding.UTF8.GetBytes(Image(string.Join(',', layers))));

        Assert.Equal(RegistryErrorKind.Unsupported, failure.Kind);
        Assert.Contains("more than any image has", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_child_is_not_read_beyond_the_size_that_its_index_gives()
    {
        await using var pair = await DevPair.StartAsync();
        var index = SampleManifest.Index(("amd64", SampleManifest.Image("amd64", SampleBlob.Layer(90, 100))))
            .With(json => json["manifests"]![0]!["size"] = 100);
        await pair.PushAsync(index);

        var failure = await pair.CopyFailsAsync();

        Assert.Equal(RegistryErrorKind.Unsupported, failure.Kind);
        Assert.Contains("the answer is larger than 100 bytes", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Indexes_within_indexes_end_somewhere()
    {
        await using var pair = await DevPair.StartAsync();
        var nested = SampleManifest.Image("amd64", SampleBlob.Layer(90, 100));
        for (var depth = 0; depth < 12; depth++) nested = SampleManifest.Index(("amd64", nested));
        await pair.PushAsync(nested);

        Assert.Equal(RegistryErrorKind.Unsupported, (await pair.CopyFailsAsync()).Kind);
    }

    private static async Task<RegistryException> CopyFailsAsync(string mediaType, byte[] content)
    {
        await using var source = await HostileRegistry.StartAsync(mediaType, content);
        await using var target = await RegistryServer.StartAsync(new RegistryOptions());
        using var copies = new Copies();

        var failure = await Assert.ThrowsAsync<RegistryException>(() => copies.CopyAsync($"{source.Host}/a/b:v1", $"{target.Host}/a/b:v1"));

        Assert.DoesNotContain(target.Requests.All, request => request.Method is "POST" or "PUT");
        return failure;
    }

    private static string Hash(char digit) => "sha256:" + new string(digit, 64);

    private static string Image(string layers) =>
        $$"""{"schemaVersion":2,"mediaType":"{{SampleManifest.OciManifest}}","layers":[{{layers}}]}""";

    private static string Index(string digest, long size) =>
        $$"""{"schemaVersion":2,"mediaType":"{{SampleManifest.OciIndex}}","manifests":"""
        + $$"""[{"mediaType":"{{SampleManifest.OciManifest}}","digest":"{{digest}}","size":{{size}}}]}""";
}
