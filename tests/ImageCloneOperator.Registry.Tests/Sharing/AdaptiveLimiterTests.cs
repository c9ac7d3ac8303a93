using ImageCloneOperator.Registry.Transport.Limits;

namespace ImageCloneOperator.Registry.Tests.Sharing;

public sealed class AdaptiveLimiterTests
{
    [Fact]
    public async Task The_limit_grows_while_all_goes_well_and_halves_on_a_complaint()
    {
        var limiter = new AdaptiveLimiter(4, 16, TimeProvider.System);
        for (var round = 0; round < 20; round++) await FillAsync(limiter);
        Assert.Equal(16, limiter.Limit);

        limiter.Shrink();
        limiter.Shrink();

        Assert.Equal(8, limiter.Limit);
        await FillAsync(limiter);
        Assert.Equal(8, limiter.Limit);
    }

    [Fact]
    public async Task Those_who_wait_come_in_as_others_leave_and_those_who_gave_up_do_not()
    {
        var limiter = new AdaptiveLimiter(1, 1, TimeProvider.System);
        using var stop = new CancellationTokenSource();
        await limiter.EnterAsync(CancellationToken.None);
        var gaveUp = limiter.EnterAsync(stop.Token).AsTask();
        var waiting = limiter.EnterAsync(CancellationToken.None).AsTask();
        await stop.CancelAsync();

        Assert.False(waiting.IsCompleted);
        limiter.Leave(wentWell: true);

        await waiting.WaitAsync(TimeSpan.FromSeconds(10));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gaveUp);
    }

    [Fact]
    public async Task Limit_is_divided_among_the_processes_that_ask_the_host()
    {
        var hosts = new SharedHosts(TimeProvider.System);
        var limiter = new AdaptiveLimiter(16, 16, TimeProvider.System, hosts);
        for (var i = 0; i < 16; i++) await limiter.EnterAsync(CancellationToken.None);

        hosts.Processes = 3;
        var waiting = limiter.EnterAsync(CancellationToken.None).AsTask();
        for (var i = 0; i < 11; i++) limiter.Leave(wentWell: true);
        Assert.False(waiting.IsCompleted);
        limiter.Leave(wentWell: true);
        await waiting.WaitAsync(Bound.Time);

        Assert.Equal(5, limiter.Limit);
        hosts.Processes = 100;
        Assert.Equal(1, limiter.Limit);
    }

    private static async Task FillAsync(AdaptiveLimiter limiter)
    {
        var count = limiter.Limit;
        for (var i = 0; i < count; i++) await limiter.EnterAsync(CancellationToken.None);
        for (var i = 0; i < count; i++) limiter.Leave(wentWell: true);
    }
}
