using ImageCloneOperator.Core.Backups;
using ImageCloneOperator.Core.Rules;

namespace ImageCloneOperator.Core.Tests.Backups;

public sealed class VerifyScheduleTests
{
    private static readonly DateTimeOffset Made = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    [Theory]
    [InlineData(RecopyMode.Always, 15, false)]
    [InlineData(RecopyMode.Always, 17, true)]
    [InlineData(RecopyMode.WhenMissing, 17, false)]
    [InlineData(RecopyMode.Never, 17, false)]
    public void Always_tag_alone_is_compared_with_its_source_and_once_per_interval(RecopyMode recopy, int minutes, bool due) =>
        Assert.Equal(due, Schedule(recopy).IsCompareDue(Made.AddMinutes(minutes)));

    [Fact]
    public void Copy_is_verified_once_per_interval_and_no_sooner()
    {
        var schedule = Schedule(RecopyMode.WhenMissing);

        Assert.False(schedule.IsVerifyDue(Made + Day - TimeSpan.FromSeconds(1)));
        Assert.True(schedule.IsVerifyDue(Made + (Day * 1.1)));
    }

    [Fact]
    public void Comparison_in_between_does_not_put_the_verification_off()
    {
        Assert.True(Schedule(RecopyMode.Always, lastCheck: Made + (Day * 0.9)).IsVerifyDue(Made + (Day * 1.1)));
        Assert.False(Schedule(RecopyMode.Always, lastCheck: Made + (Day * 1.1)).IsVerifyDue(Made + (Day * 1.2)));
    }

    [Theory]
    [InlineData(RecopyMode.Always)]
    [InlineData(RecopyMode.WhenMissing)]
    public void Next_time_is_the_first_at_which_something_is_due(RecopyMode recopy)
    {
        var schedule = Schedule(recopy);
        var next = schedule.Next;

        Assert.True(schedule.IsCompareDue(next) || schedule.IsVerifyDue(next));
        Assert.False(schedule.IsCompareDue(next.AddSeconds(-1)) || schedule.IsVerifyDue(next.AddSeconds(-1)));
    }

    [Fact]
    public void Always_tag_is_not_compared_while_its_source_is_known_to_be_gone()
    {
        var schedule = Schedule(RecopyMode.Always, sourceUnavailable: true);

        Assert.False(schedule.IsCompareDue(Made + (Day * 0.9)));
        Assert.True(schedule.IsVerifyDue(schedule.Next));
    }

    [Fact]
    public void Check_before_the_copy_was_made_does_not_count()
    {
        Assert.Equal(Schedule(RecopyMode.Always).Next, Schedule(RecopyMode.Always, lastCheck: Made - Day).Next);
    }

    [Fact]
    public void Times_are_stretched_by_at_most_a_tenth_and_by_the_same_share_each_time()
    {
        var shares = Enumerable.Range(0, 1000).Select(i => VerifySchedule.ShareOf($"policy.image-{i}")).ToList();

        Assert.All(shares, share => Assert.InRange(share, 0, 1));
        Assert.InRange(shares.Average(), 0.45, 0.55);
        Assert.Equal(VerifySchedule.ShareOf("policy.image-1"), shares[1]);
        Assert.InRange(Schedule(RecopyMode.WhenMissing).Next, Made + Day, Made + (Day * 1.1));
    }

    private static VerifySchedule Schedule(RecopyMode recopy, DateTimeOffset? lastCheck = null, bool sourceUnavailable = false) =>
        new(new BackupFacts
        {
            Name = "policy.nginx-latest-12345678",
            Recopy = recopy,
            Interval = TimeSpan.FromMinutes(15),
            VerifyInterval = Day,
            CompletionTime = Made,
            LastCheckTime = lastCheck,
            SourceUnavailable = sourceUnavailable,
        });
}
