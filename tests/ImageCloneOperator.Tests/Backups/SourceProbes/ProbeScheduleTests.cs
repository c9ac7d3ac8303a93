using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Backups.SourceProbes;
using ImageCloneOperator.Kubernetes.Resources;
using k8s.Models;

namespace ImageCloneOperator.Tests.Backups.SourceProbes;

public sealed class ProbeScheduleTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly CheckedBackup _backup = new();

    [Fact]
    public void After_a_start_the_first_checks_are_spread_over_one_interval()
    {
        var minutes = Enumerable.Range(0, 1000)
            .Select(i => Named($"failover.app-{i}"))
            .Select(backup => Minutes(new ProbeSchedule(Start), backup))
            .ToList();

        Assert.All(minutes, minute => Assert.InRange(minute, 0, 1));
        Assert.InRange(minutes.Count(minute => minute < 0.5), 400, 600);
    }

    [Fact]
    public void A_source_is_asked_once_per_interval_stretched_by_at_most_a_tenth()
    {
        var minutes = Enumerable.Range(0, 1000).Select(i => Named($"failover.app-{i}")).Select(backup => Minutes(Checked, backup)).ToList();

        Assert.All(minutes, minute => Assert.InRange(minute, 1, 1.1));
        Assert.True(minutes.Distinct().Count() > 900);
    }

    [Theory]
    [InlineData("20s", 20)]
    [InlineData("10m", 60)]
    [InlineData("0s", 1)]
    public void One_that_recovers_is_asked_no_later_than_it_may_be_available_again(string recoverAfter, int seconds)
    {
        _backup.Rule = _backup.Rule with { RecoverAfter = Duration.Parse(recoverAfter).Value };
        _backup.Backup.Status.Source!.AnsweringSince = Start;

        Assert.InRange(60 * Minutes(Checked, _backup.Backup), seconds, seconds * 1.1);
    }

    private static ProbeSchedule Checked => new(Start, Checked: true);

    private double Minutes(ProbeSchedule turn, ImageBackup backup) => (turn.Due(backup, _backup.Rule) - Start).TotalMinutes;

    private static ImageBackup Named(string name) => new() { Metadata = new V1ObjectMeta { Name = name } };
}
