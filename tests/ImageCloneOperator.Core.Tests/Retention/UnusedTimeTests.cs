using ImageCloneOperator.Core.Retention;

namespace ImageCloneOperator.Core.Tests.Retention;

public sealed class UnusedTimeTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Month = TimeSpan.FromHours(720);

    [Fact]
    public void Time_begins_with_the_first_look()
    {
        var unused = UnusedTime.Observe(null, Start, Month);

        Assert.Equal(new UnusedTime(Start, Start), unused);
        Assert.False(unused.IsOver(Month, Start));
        Assert.True(unused.IsOver(TimeSpan.Zero, Start));
    }

    [Fact]
    public void Looks_that_come_early_write_nothing()
    {
        var unused = UnusedTime.Observe(null, Start, Month);

        Assert.Same(unused, UnusedTime.Observe(unused, Start.AddHours(11), Month));
        Assert.Equal(Start.AddHours(12), unused.NextLook(Month));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3600)]
    [InlineData(2_592_000)]
    public void Time_that_is_observed_ends_on_time(int seconds)
    {
        var limit = TimeSpan.FromSeconds(seconds);
        var (unused, now, looks) = (UnusedTime.Observe(null, Start, limit), Start, 1);
        for (; !unused.IsOver(limit, now); looks++) unused = UnusedTime.Observe(unused, now = unused.NextLook(limit), limit);

        Assert.Equal(Start + limit, now);
        Assert.InRange(looks, 1, 61);
    }

    [Fact]
    public void Look_counts_from_the_moment_when_it_is_due()
    {
        var unused = UnusedTime.Observe(null, Start, Month);

        Assert.Same(unused, UnusedTime.Observe(unused, Start, Month));
        Assert.Same(unused, UnusedTime.Observe(unused, Start.AddHours(12).AddTicks(-1), Month));
        Assert.Equal(new UnusedTime(Start, Start.AddHours(12)), UnusedTime.Observe(unused, Start.AddHours(12), Month));
        Assert.Equal(Start.AddTicks(-1), UnusedTime.Observe(unused, Start.AddTicks(-1), Month).Observed);
    }

    [Fact]
    public void Looks_are_a_tenth_of_the_limit_apart_within_half_a_minute_and_half_a_day()
    {
        var unused = new UnusedTime(Start, Start);

        Assert.Equal(Start.AddSeconds(30), unused.NextLook(TimeSpan.FromSeconds(30)));
        Assert.Equal(Start.AddSeconds(30), unused.NextLook(TimeSpan.FromMinutes(2)));
        Assert.Equal(Start.AddHours(1), unused.NextLook(TimeSpan.FromHours(10)));
        Assert.Equal(Start.AddHours(12), unused.NextLook(Month));
    }

    [Fact]
    public void Last_look_is_at_the_end()
    {
        var unused = new UnusedTime(Start, Start + Month - TimeSpan.FromHours(6));

        Assert.Equal(Start + Month, unused.NextLook(Month));
    }

    [Fact]
    public void Beginning_that_lies_ahead_is_no_age()
    {
        var unused = new UnusedTime(Start.AddDays(1), Start);

        Assert.Equal(TimeSpan.Zero, unused.Age);
        Assert.Equal(Start.AddHours(12), unused.NextLook(Month));
    }

    [Fact]
    public void Look_is_proof_for_two_intervals()
    {
        var unused = Watched(Month);

        Assert.True(unused.IsOver(Month, unused.Observed.AddDays(1)));
        Assert.False(unused.IsOver(Month, unused.Observed.AddDays(1).AddTicks(1)));
        Assert.True(unused.IsOver(unused.Age, unused.Observed));
        Assert.False(unused.IsOver(unused.Age + TimeSpan.FromTicks(1), unused.Observed));
    }

    [Fact]
    public void Time_that_nobody_observed_does_not_count()
    {
        var unused = Watched(TimeSpan.FromDays(10));

        unused = UnusedTime.Observe(unused, unused.Observed.AddDays(100), Month);

        Assert.Equal(TimeSpan.FromDays(11), unused.Age);
    }

    /// <summary>A clock that is a year ahead and comes back has added one interval, and lost nothing.</summary>
    [Fact]
    public void Clock_that_jumps_there_and_back_ages_and_loses_nothing()
    {
        var before = Watched(TimeSpan.FromDays(10));
        var now = before.Observed;

        var ahead = UnusedTime.Observe(before, now.AddYears(1), Month);
        var back = UnusedTime.Observe(ahead, now.AddMinutes(1), Month);

        Assert.False(ahead.IsOver(Month, now.AddYears(1)));
        Assert.InRange(back.Age, before.Age, before.Age + TimeSpan.FromDays(1));
        Assert.Equal(now.AddMinutes(1), back.Observed);
    }

    [Fact]
    public void Old_look_is_no_proof()
    {
        var unused = Watched(Month);

        Assert.True(unused.IsOver(Month, unused.Observed.AddHours(12)));
        Assert.False(unused.IsOver(Month, unused.Observed.AddDays(2)));
        Assert.False(unused.IsOver(Month, unused.Observed.AddDays(-2)));
    }

    /// <summary>Whatever the clock does, the age never grows by more than one interval for each look.</summary>
    [Fact]
    public void No_clock_ages_faster_than_its_looks()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var limit = TimeSpan.FromMinutes(random.Next(1, 100_000));
            var longest =
                TimeSpan.FromTicks(Math.Clamp((limit / 10).Ticks, TimeSpan.FromSeconds(30).Ticks, TimeSpan.FromHours(12).Ticks)) * 2;
            var now = Start;
            var unused = UnusedTime.Observe(null, now, limit);
            for (var look = 0; look < 50; look++)
            {
                now += TimeSpan.FromHours(random.Next(-10_000, 10_000));
                var next = UnusedTime.Observe(unused, now, limit);
                Assert.True(next.Age >= unused.Age && next.Age <= unused.Age + longest, $"seed {seed}, look {look}");
                unused = next;
            }
        }
    }

    private static UnusedTime Watched(TimeSpan time)
    {
        var unused = UnusedTime.Observe(null, Start, Month);
        while (unused.Age < time) unused = UnusedTime.Observe(unused, unused.NextLook(Month), Month);
        return unused;
    }
}
