using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Core.Tests.Images;

public sealed class DigestTests
{
    private const string Empty = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    [Theory]
    [InlineData(Empty)]
    [InlineData("sha512:cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e")]
    [InlineData("multihash+base58:QmRZxt2b1FVZPNqd8hsiykDL3TdBDeTSPX9Kv46HmX4Gx8")]
    [InlineData("a:b")]
    [InlineData("sha256+b64u:LCa0a2j_xo_5m0U8HTBBNBNCLXBkg7-g-YpeiGJm564")]
    public void A_digest_reads_and_prints_the_same(string text) => Assert.Equal(text, Digest.Parse(text).ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sha256")]
    [InlineData("sha256:")]
    [InlineData(":abc")]
    [InlineData("sha256:abc")]
    [InlineData("sha256:E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855")]
    [InlineData("SHA256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData(Empty + "0")]
    [InlineData(Empty + "\n")]
    [InlineData("sha512:abc")]
    [InlineData("+a:c")]
    [InlineData("a++b:c")]
    [InlineData("a+:c")]
    [InlineData("other:../etc")]
    public void Malformed_digest_is_refused(string? text) => Assert.False(Digest.TryParse(text, out _));

    [Fact]
    public void Sha512_of_other_letters_is_refused_with_what_to_write()
    {
        var error = Assert.Throws<FormatException>(() => Digest.Parse($"sha512:{new string('g', 128)}"));

        Assert.Contains("write it as sha256:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Content_has_its_digest()
    {
        var digest = Digest.Of([]);

        Assert.Equal(Digest.Parse(Empty), digest);
        Assert.Equal(("sha256", Empty[7..]), (digest.Algorithm, digest.Encoded));
    }

    [Fact]
    public void A_hash_of_the_wrong_length_makes_no_digest() =>
        Assert.Throws<FormatException>(() => Digest.FromHash("sha256", [1, 2, 3]));

    [Fact]
    public void The_default_is_empty_and_equals_no_digest()
    {
        Assert.Equal(("", "", ""), (default(Digest).ToString(), default(Digest).Algorithm, default(Digest).Encoded));
        Assert.NotEqual(default, Digest.Of([]));
    }
}
