using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Core.Tests.Images;

public sealed class ByteTextTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(9, "9 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1024, "1.0 KiB")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(10 * 1024, "10 KiB")]
    [InlineData(131L << 20, "131 MiB")]
    [InlineData(5L << 30, "5.0 GiB")]
    [InlineData(2L << 40, "2.0 TiB")]
    [InlineData(2048L << 40, "2048 TiB")]
    public void Bytes_are_written_with_the_largest_unit_that_fits(long bytes, string expected) =>
        Assert.Equal(expected, ByteText.Of(bytes));
}
