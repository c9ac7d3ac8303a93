using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Core.Tests.Images;

public sealed class PlatformTests
{
    [Theory]
    [InlineData("linux/amd64", "linux/amd64")]
    [InlineData("linux/x86_64", "linux/amd64")]
    [InlineData("Linux/AMD64/v1", "linux/amd64")]
    [InlineData("linux/x86-64", "linux/amd64")]
    [InlineData("linux/x86_64/v1", "linux/amd64")]
    [InlineData("linux/x86_64/v3", "linux/amd64/v3")]
    [InlineData("linux/x86-64/v2", "linux/amd64/v2")]
    [InlineData("linux/amd64/v3", "linux/amd64/v3")]
    [InlineData("linux/arm64/8", "linux/arm64")]
    [InlineData("linux/aarch64/8", "linux/arm64")]
    [InlineData("linux/aarch64/v9", "linux/arm64/v9")]
    [InlineData("linux/arm/5", "linux/arm/v5")]
    [InlineData("linux/arm/6", "linux/arm/v6")]
    [InlineData("linux/arm/8", "linux/arm/v8")]
    [InlineData("linux/arm64/v8", "linux/arm64")]
    [InlineData("linux/aarch64", "linux/arm64")]
    [InlineData("linux/arm64/v9", "linux/arm64/v9")]
    [InlineData("linux/armhf", "linux/arm/v7")]
    [InlineData("linux/armel", "linux/arm/v6")]
    [InlineData("linux/arm/7", "linux/arm/v7")]
    [InlineData("linux/i386", "linux/386")]
    [InlineData("macos/arm64", "darwin/arm64")]
    [InlineData("windows/amd64:10.0.17763.1234", "windows/amd64:10.0.17763.1234")]
    public void A_platform_is_normalised(string text, string expected) => Assert.Equal(expected, Platform.Parse(text).ToString());

    [Fact]
    public void Empty_variant_and_version_are_none()
    {
        Assert.Equal(Platform.Parse("linux/arm64"), new Platform("linux", "arm64", "", ""));
        Assert.Equal(Platform.Parse("windows/arm/v7:10.0"), new Platform("Windows", "ARM", "V7", "10.0"));
        Assert.False(Platform.TryParse(null, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("linux")]
    [InlineData("linux/")]
    [InlineData("/amd64")]
    [InlineData("linux/arm/v7/x")]
    [InlineData("linux/amd64:")]
    [InlineData("linux/am d64")]
    public void Malformed_platform_is_refused(string text)
    {
        var error = Assert.Throws<FormatException>(() => Platform.Parse(text));

        Assert.Contains("linux/amd64", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("linux/amd64", "linux/amd64", true)]
    [InlineData("linux/amd64", "linux/arm64", false)]
    [InlineData("linux/amd64", "windows/amd64", false)]
    [InlineData("linux/arm64/v8", "linux/arm64", true)]
    [InlineData("linux/arm", "linux/arm/v6", true)]
    [InlineData("linux/arm/v7", "linux/arm", true)]
    [InlineData("linux/arm/v6", "linux/arm", false)]
    [InlineData("linux/arm/v6", "linux/arm/v6", true)]
    [InlineData("linux/amd64/v7", "linux/amd64", false)]
    [InlineData("linux/amd64/v3", "linux/amd64", false)]
    [InlineData("windows/amd64", "windows/amd64:10.0.17763.1234", true)]
    [InlineData("windows/amd64:10.0.17763", "windows/amd64:10.0.17763.1234", true)]
    [InlineData("windows/amd64:10.0.17763", "windows/amd64:10.0.177631", false)]
    [InlineData("windows/amd64:10.0.17763", "windows/amd64", false)]
    public void A_platform_asks_for_those_that_it_matches(string wanted, string offered, bool matches) =>
        Assert.Equal(matches, Platform.Parse(wanted).Matches(Platform.Parse(offered)));
}
