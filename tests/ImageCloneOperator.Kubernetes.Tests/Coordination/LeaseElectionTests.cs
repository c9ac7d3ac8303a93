using ImageCloneOperator.Kubernetes.Tests.Transport;
using static ImageCloneOperator.Kubernetes.Tests.Coordination.LeaseStub;

namespace ImageCloneOperator.Kubernetes.Tests.Coordination;

public sealed class LeaseElectionTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);
    private readonly ManualTimeProvider _time = new();
    private readonly LeaseStub _lease = new();
    private volatile Fault _faultOfFirst;

    [Theory]
    [InlineData(0)]
    [InlineData(3600)]
    [InlineData(-3600)]
    public async Task Another_leads_after_a_leader_is_cut_off_and_never_both_whatever_their_clocks_show(int skewSeconds)
    {
        await using var way = await _lease.ServeAsync(_ => _faultOfFirst);
        await using var otherWay = await _lease.ServeAsync();
        using var client = way.Client();
        using var otherClient = otherWay.Client();
        await using var first = new Candidate("first", client, _time);
        await UntilAsync(() => first.Leads, way);
        await using var second = new Candidate("second", otherClient, new SkewedTime(_time, TimeSpan.FromSeconds(skewSeconds)));
        var later = _time.GetUtcNow().AddMinutes(1);
        await UntilAsync(() => Never(second.Leads) || _time.GetUtcNow() > later, way, otherWay);

        _faultOfFirst = Fault.Refused;
        await UntilAsync(() => Never(first.Leads && second.Leads) || second.Leads, way, otherWay);

        Assert.Equal("second", _lease.Holder);
        Assert.Equal(1, first.Terms);
    }

    [Fact]
    public async Task A_leader_that_cannot_renew_stops_within_the_renew_deadline_and_leads_again_later()
    {
        await using var way = await _lease.ServeAsync(_ => _faultOfFirst);
        using var client = way.Client();
        await using var first = new Candidate("first", client, _time);
        await UntilAsync(() => first.Leads, way);

        var cut = _time.GetTimestamp();
        _faultOfFirst = Fault.Refused;
        await UntilAsync(() => !first.Leads, way);
        Assert.InRange(_time.GetElapsedTime(cut), TimeSpan.Zero, TimeSpan.FromSeconds(10));

        _faultOfFirst = Fault.None;
        await UntilAsync(() => first.Leads, way);
        Assert.Equal(2, first.Terms);
    }

    [Fact]
    public async Task A_stopped_leader_hands_over_without_waiting_for_its_lease_to_run_out()
    {
        await using var way = await _lease.ServeAsync();
        using var client = way.Client();
        var first = new Candidate("first", client, _time);
        await UntilAsync(() => first.Leads, way);
        await using var second = new Candidate("second", client, _time);

        await first.DisposeAsync();
        Assert.Equal("", _lease.Holder);
        var released = _time.GetTimestamp();
        await UntilAsync(() => second.Leads, way);

        Assert.InRange(_time.GetElapsedTime(released), TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_lease_that_was_written_although_the_answer_was_lost_is_ours()
    {
        var answersToLose = 3;
        await using var way = await _lease.ServeAsync(
            method => method != "GET" && Interlocked.Decrement(ref answersToLose) >= 0 ? Fault.AnswerLost : Fault.None);
        using var client = way.Client();

        await using var first = new Candidate("first", client, _time);
        await UntilAsync(() => first.Leads, way);
        var later = _time.GetUtcNow().AddMinutes(1);
        await UntilAsync(() => _time.GetUtcNow() > later, way);

        Assert.True(first.Leads);
        Assert.Equal(("first", 1), (_lease.Holder, first.Terms));
    }

    [Fact]
    public async Task A_leader_whose_lease_another_holds_stops_at_the_next_renewal()
    {
        await using var way = await _lease.ServeAsync();
        using var client = way.Client();
        await using var first = new Candidate("first", client, _time);
        await UntilAsync(() => first.Leads, way);

        _lease.Steal("thief");
        var stolen = _time.GetTimestamp();
        await UntilAsync(() => !first.Leads, way);

        Assert.InRange(_time.GetElapsedTime(stolen), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Equal("thief", _lease.Holder);
    }

    private static bool Never(bool bad)
    {
        Assert.False(bad);
        return bad;
    }

    /// <summary>Moves the clock in small steps; requests under way come to their end between two of them.</summary>
    private Task UntilAsync(Func<bool> condition, params ApiStub[] ways) => Eventually.True(() =>
    {
        if (!condition() && !ways.Any(way => way.IsBusy))
            _time.Advance(Step);
        return condition();
    });
}
