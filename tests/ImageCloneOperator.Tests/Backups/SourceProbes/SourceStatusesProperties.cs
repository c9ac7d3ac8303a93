using FsCheck;
using FsCheck.Fluent;

namespace ImageCloneOperator.Tests.Backups.SourceProbes;

public sealed class SourceStatusesProperties
{
    private static readonly Gen<List<(int Pause, bool Answers)>> Runs =
        Gen.Choose(1, 6).SelectMany(pause => Gen.Elements(true, false).Select(answers => (pause, answers))).ListOf();

    /// <summary>
    /// Of all that was found so far, the end alone decides: as many failures as make it unavailable, or answers for long enough.
    /// </summary>
    [Fact]
    public void Latest_findings_decide_and_no_source_flaps() => Prop.ForAll(Runs.ToArbitrary(), run =>
    {
        var backup = new CheckedBackup();
        var (minute, failures, answeringSince, available) = (0, 0, -1, true);
        foreach (var (pause, answers) in run)
        {
            minute += pause;
            failures = answers ? 0 : failures + 1;
            answeringSince = !answers ? -1 : answeringSince < 0 ? minute : answeringSince;
            if (answers) backup.Answers(minute);
            else backup.Fails(minute);

            if (available && failures == backup.Rule.FailureThreshold) available = false;
            else if (!available && answeringSince >= 0 && minute - answeringSince >= 10) available = true;
            Assert.Equal(!available, backup.Condition?.Status == "False");
        }
    }).QuickCheckThrowOnFailure();
}
