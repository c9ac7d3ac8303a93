using ImageCloneOperator.Core.Backups;

namespace ImageCloneOperator.Core.Tests.Backups;

public sealed class RetryBackoffTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1, 0, 5)]
    [InlineData(2, 0, 10)]
    [InlineData(3, 0, 20)]
    [InlineData(7, 0, 300)]
    [InlineData(1000, 0, 300)]
    [InlineData(1, 1, 2.5)]
    [InlineData(3, 0.5, 15)]
    public void Wait_doubles_up_to_five_minutes_and_loses_up_to_half_at_random(int attempts, double random, double seconds) =>
        Assert.Equal(Now.AddSeconds(seconds), RetryBackoff.NextTry(attempts, Now, random));

    [Theory]
    [InlineData(7, 320)]
    [InlineData(1000, 7200)]
    public void Wait_for_a_missing_image_doubles_up_to_two_hours(int attempts, double seconds) => Assert.Equal(
        Now.AddSeconds(seconds), RetryBackoff.NextTry(attempts, Now, 0, longest: RetryBackoff.LongestForMissing));

    [Fact]
    public void Registry_that_names_a_later_time_is_believed()
    {
        Assert.Equal(Now.AddHours(6), RetryBackoff.NextTry(1, Now, 0, Now.AddHours(6)));
        Assert.Equal(Now.AddSeconds(5), RetryBackoff.NextTry(1, Now, 0, Now.AddSeconds(1)));
    }
}
