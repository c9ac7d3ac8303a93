using ImageCloneOperator.Registry.Copying.Blobs;

namespace ImageCloneOperator.Registry.Tests.Sharing;

public sealed class SourcePaceTests
{
    private const int Least = 1000;

    private readonly ManualTimeProvider _time = new();

    [Theory]
    [InlineData(Least * 60, false)]
    [InlineData((Least * 60) - 1, true)]
    public void Source_is_too_slow_when_a_minute_of_waiting_brings_too_little(int bytes, bool isTooSlow)
    {
        var pace = new SourcePace(Least, _time);

        Read(pace, TimeSpan.FromMinutes(1), bytes);

        Assert.Equal(isTooSlow, pace.IsTooSlow);
    }

    [Fact]
    public void Source_that_breaks_off_again_and_again_is_too_slow()
    {
        var pace = new SourcePace(Least, _time);

        for (var i = 0; i < 2; i++)
        {
            Read(pace, TimeSpan.Zero, 1);
            Read(pace, TimeSpan.FromSeconds(30), 0);
        }

        Assert.True(pace.IsTooSlow);
    }

    [Fact]
    public void Time_between_reads_does_not_count()
    {
        var pace = new SourcePace(Least, _time);
        for (var i = 0; i < 10; i++)
        {
            Read(pace, TimeSpan.FromSeconds(1), Least);
            _time.Advance(TimeSpan.FromHours(1));
        }

        Assert.False(pace.IsTooSlow);
    }

    [Fact]
    public void Reads_at_the_same_time_count_together()
    {
        var pace = new SourcePace(Least, _time);
        for (var half = 0; half < 2; half++)
        {
            for (var i = 0; i < 4; i++) pace.ReadBegins();
            _time.Advance(TimeSpan.FromSeconds(30));
            for (var i = 0; i < 4; i++) pace.ReadEnds(Least * 15);
        }

        Assert.False(pace.IsTooSlow);
    }

    [Fact]
    public void No_pace_is_too_slow_where_none_is_asked_for()
    {
        var pace = new SourcePace(0, _time);

        Read(pace, TimeSpan.FromHours(1), 0);

        Assert.False(pace.IsTooSlow);
    }

    private void Read(SourcePace pace, TimeSpan duration, int bytes)
    {
        pace.ReadBegins();
        _time.Advance(duration);
        pace.ReadEnds(bytes);
    }
}
