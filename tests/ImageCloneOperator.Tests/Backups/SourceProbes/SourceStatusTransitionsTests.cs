using ImageCloneOperator.Api;
using ImageCloneOperator.Backups.SourceProbes;
using ImageCloneOperator.Backups.Status;

namespace ImageCloneOperator.Tests.Backups.SourceProbes;

public sealed class SourceStatusTransitionsTests
{
    private readonly CheckedBackup _backup = new();

    [Fact]
    public void A_source_is_unavailable_only_after_so_many_failures_in_a_row()
    {
        Fail(0, 1);
        Assert.Null(_backup.Condition);
        _backup.Answers(2);
        Fail(3, 4);
        Assert.Equal("True", _backup.Condition?.Status);

        _backup.Fails(5, "no route to host");

        Assert.Equal(("False", ConditionReasons.SourceUnreachable), (_backup.Condition?.Status, _backup.Condition?.Reason));
        Assert.Equal(
            "docker.io/library/nginx:1.27 cannot be pulled from its source since 2030-01-01 "
            + "00:03:00Z (failed checks: 3): no route to host. "
            + "The copy takes its place until the source has answered for 10m without a failure",
            _backup.Condition?.Message);
        Assert.True(BackupStateReader.Of(_backup.Backup).SourceUnavailable);
    }

    [Fact]
    public void A_source_that_stays_as_it_is_costs_one_write_whether_healthy_or_dead()
    {
        for (var minute = 0; minute < 5; minute++) _backup.Answers(minute);
        Assert.Equal(1, _backup.Writes);

        for (var minute = 5; minute < 50; minute++) _backup.Fails(minute, $"failure {minute}");

        Assert.Equal(1 + _backup.Rule.FailureThreshold, _backup.Writes);
    }

    [Fact]
    public void Source_is_available_again_once_it_has_answered_for_long_enough()
    {
        Fail(0, 1, 2);

        _backup.Answers(5);
        _backup.Answers(14.9);
        Assert.Equal("False", _backup.Condition?.Status);
        Assert.Contains("can be pulled again since 2030-01-01 00:05:00Z", _backup.Condition?.Message, StringComparison.Ordinal);
        _backup.Answers(15);

        Assert.Equal(("True", ConditionReasons.SourceReachable), (_backup.Condition?.Status, _backup.Condition?.Reason));
        Assert.Equal((null, null, null), (_backup.Source.Failures, _backup.Source.FailingSince, _backup.Source.AnsweringSince));
    }

    [Fact]
    public void One_failure_while_it_recovers_lets_it_begin_anew()
    {
        Fail(0, 1, 2);
        _backup.Answers(5);

        _backup.Fails(14);
        _backup.Answers(15);
        _backup.Answers(24);
        Assert.Equal("False", _backup.Condition?.Status);

        _backup.Answers(25);
        Assert.Equal("True", _backup.Condition?.Status);
    }

    [Fact]
    public void With_no_time_to_recover_one_answer_is_enough()
    {
        _backup.Rule = _backup.Rule with { RecoverAfter = TimeSpan.Zero };
        Fail(0, 1, 2);

        _backup.Answers(3);

        Assert.Equal("True", _backup.Condition?.Status);
    }

    [Fact]
    public void Checks_leave_the_status_when_no_policy_asks_any_more()
    {
        Fail(0, 1, 2);
        _backup.Answers(3);
        Assert.True(_backup.Backup.HasSourceChecks());

        _backup.Backup.Status = _backup.Backup.WithoutSourceChecks();

        Assert.False(_backup.Backup.HasSourceChecks());
        Assert.Null(_backup.Condition);
        Assert.Equal("sha256:aa", _backup.Source.Digest);
        Assert.True(BackupStateReader.Of(_backup.Backup).Ready);
    }

    [Fact]
    public void A_new_spec_does_not_make_a_dead_source_alive()
    {
        Fail(0, 1, 2);

        _backup.Backup.Metadata.Generation = 2;

        var state = BackupStateReader.Of(_backup.Backup);
        Assert.True(state.SourceUnavailable);
        Assert.False(state.Ready);
    }

    private void Fail(params double[] minutes) => Array.ForEach(minutes, minute => _backup.Fails(minute));
}
