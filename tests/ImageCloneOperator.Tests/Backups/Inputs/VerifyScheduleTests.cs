using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Backups.Inputs;
using ImageCloneOperator.Core.Rules;
using ImageCloneOperator.Kubernetes.Conditions;
using ImageCloneOperator.Kubernetes.Entities;
using ImageCloneOperator.Kubernetes.Resources;

namespace ImageCloneOperator.Tests.Backups.Inputs;

public sealed class VerifyScheduleTests
{
    private static readonly DateTimeOffset Made = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    [Theory]
    [InlineData(RecopyMode.Always, 14, false)]
    [InlineData(RecopyMode.Always, 17, true)]
    [InlineData(RecopyMode.WhenMissing, 17, false)]
    public void Only_an_Always_tag_is_compared_with_its_source_and_once_per_interval(RecopyMode recopy, int minutes, bool due)
    {
        Assert.Equal(due, Schedule(recopy).IsCompareDue(Made.AddMinutes(minutes)));
    }

    [Fact]
    public void A_copy_is_verified_once_per_interval_and_no_sooner()
    {
        var schedule = Schedule(RecopyMode.WhenMissing);

        Assert.False(schedule.IsVerifyDue(Made + Day - TimeSpan.FromSeconds(1)));
        Assert.True(schedule.IsVerifyDue(Made + (Day * 1.1)));
    }

    [Fact]
    public void A_comparison_in_between_does_not_put_the_verification_off()
    {
        var schedule = Schedule(RecopyMode.Always, lastCheck: Made + (Day * 0.9));

        Assert.True(schedule.IsVerifyDue(Made + (Day * 1.1)));
        Assert.False(Schedule(RecopyMode.Always, lastCheck: Made + (Day * 1.1)).IsVerifyDue(Made + (Day * 1.2)));
    }

    [Fact]
    public void At_the_next_time_something_is_due_and_just_before_nothing_is()
    {
        foreach (var recopy in new[] { RecopyMode.Always, RecopyMode.WhenMissing })
        {
            var schedule = Schedule(recopy);
            var next = schedule.Next;

            Assert.True(schedule.IsCompareDue(next) || schedule.IsVerifyDue(next));
            Assert.False(schedule.IsCompareDue(next.AddSeconds(-1)) || schedule.IsVerifyDue(next.AddSeconds(-1)));
        }
    }

    [Fact]
    public void An_Always_tag_is_not_compared_while_its_source_is_known_to_be_gone()
    {
        var schedule = Schedule(RecopyMode.Always, conditions: new Condition { Type = ConditionTypes.SourceAvailable, Status = "False", Reason = ConditionReasons.SourceUnreachable });

        Assert.False(schedule.IsCompareDue(Made + (Day * 0.9)));
        Assert.True(schedule.IsVerifyDue(schedule.Next));
    }

    private static VerifySchedule Schedule(RecopyMode recopy, DateTimeOffset? lastCheck = null, params List<Condition> conditions) => new(
        new ImageBackup
        {
            Metadata = new ObjectMeta { Name = "policy.nginx-latest-12345678" },
            Spec = new ImageBackupSpec { Recopy = recopy, Interval = Duration.Parse("15m") },
            Status = new ImageBackupStatus { CompletionTime = Made, LastCheckTime = lastCheck, Conditions = conditions },
        },
        Day);
}
