using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Core.Tests.Images;

public sealed class PlatformNeedsTests
{
    [Theory]
    [InlineData("linux/amd64", "linux/amd64 linux/arm64", false, "")]
    [InlineData("linux/amd64 linux/arm64", "linux/amd64", false, "linux/arm64")]
    [InlineData("linux/amd64 linux/arm64", "linux/amd64", true, "")]
    [InlineData("linux/arm64 linux/s390x", "linux/amd64", true, "linux/arm64 linux/s390x")]
    [InlineData("linux/amd64", "", false, "")]
    [InlineData("", "linux/amd64", false, "")]
    [InlineData("windows/amd64", "windows/amd64:10.0.17763.1", false, "")]
    [InlineData("linux/arm", "linux/arm/v7", false, "")]
    public void Copy_lacks_what_its_source_had_and_nodes_need(string needed, string offered, bool isWhole, string missing) =>
        Assert.Equal(Parse(missing), PlatformNeeds.Missing(Parse(needed), Parse(offered), isWhole));

    private static List<Platform> Parse(string platforms) =>
        [.. platforms.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Platform.Parse)];
}
