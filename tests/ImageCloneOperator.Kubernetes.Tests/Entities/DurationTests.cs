using System.Text.Json;
using ImageCloneOperator.Kubernetes.Resources;

namespace ImageCloneOperator.Kubernetes.Tests.Entities;

public sealed class DurationTests
{
    [Theory]
    [InlineData("15m", "00:15:00", "15m")]
    [InlineData("1h", "01:00:00", "1h")]
    [InlineData("720h", "30.00:00:00", "720h")]
    [InlineData("1h30m", "01:30:00", "1h30m")]
    [InlineData("1.5h", "01:30:00", "1h30m")]
    [InlineData("90s", "00:01:30", "1m30s")]
    [InlineData("2m0s", "00:02:00", "2m")]
    [InlineData("250ms", "00:00:00.25", "250ms")]
    [InlineData("0.5ms", "00:00:00.0005", "0.5ms")]
    [InlineData("0s", "00:00:00", "0s")]
    public void A_duration_reads_as_Go_does_and_is_written_in_its_shortest_form(string text, string value, string written)
    {
        var duration = Duration.Parse(text);

        Assert.Equal(TimeSpan.Parse(value), duration.Value);
        Assert.Equal(written, duration.ToString());
        Assert.Equal(duration, Duration.Parse(written));
    }

    [Theory]
    [InlineData("")]
    [InlineData("15")]
    [InlineData("m")]
    [InlineData("-1h")]
    [InlineData("1d")]
    [InlineData("1h ")]
    [InlineData("1h\n")]
    [InlineData("1.h")]
    [InlineData(".5h")]
    [InlineData("00:15:00")]
    [InlineData("9999999h")]
    [InlineData("99999999999999999999999999999h")]
    [InlineData("1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s")]
    public void Malformed_duration_is_refused(string text) => Assert.False(Duration.TryParse(text, out _));

    [Fact]
    public void The_error_shows_how_a_duration_looks()
    {
        var error = Assert.Throws<FormatException>(() => Duration.Parse("soon"));

        Assert.Contains("such as 15m, 1h30m or 720h", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("15")]
    [InlineData("\"soon\"")]
    [InlineData("{}")]
    public void Json_that_is_no_duration_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Duration>(json));

    [Fact]
    public void Durations_compare_by_length() =>
        Assert.True(Duration.Parse("90s") > Duration.Parse("1m") && Duration.Parse("1h") >= Duration.Parse("60m"));
}
