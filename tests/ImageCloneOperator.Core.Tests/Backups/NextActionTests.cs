using ImageCloneOperator.Core.Backups;
using ImageCloneOperator.Core.Rules;

namespace ImageCloneOperator.Core.Tests.Backups;

public sealed class NextActionTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Later = Now.AddMinutes(3);
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <summary>A copy that was made and checked a minute ago.</summary>
    private static readonly BackupFacts Finished = new()
    {
        Name = "policy.nginx",
        Interval = TimeSpan.FromMinutes(15),
        VerifyInterval = Day,
        Ready = true,
        SpecObserved = true,
        CompletionTime = Now.AddMinutes(-1),
        LastCheckTime = Now.AddMinutes(-1),
    };

    private static readonly BackupFacts New = new() { Name = "policy.nginx", Interval = TimeSpan.FromMinutes(15), VerifyInterval = Day };

    private static readonly BackupFacts FailedOnce = New with { SpecObserved = true, Attempts = 1, NextCheckTime = Later };

    public static TheoryData<string, BackupFacts, NextAction> Attempts => new()
    {
        { "a new fixed tag", New, new(BackupAction.AdoptOrCopy) },
        { "a new Always tag", New with { Recopy = RecopyMode.Always }, new(BackupAction.Copy) },
        { "a new fixed tag that is asked for anew", New with { RecopyRequested = true }, new(BackupAction.Copy) },
        { "a failure whose time has not come", FailedOnce, new(BackupAction.Wait, Later) },
        { "a failure whose time has come", FailedOnce with { NextCheckTime = Now }, new(BackupAction.AdoptOrCopy) },
        { "a failure without a time", FailedOnce with { NextCheckTime = null }, new(BackupAction.AdoptOrCopy) },
        { "a failure of an earlier spec", FailedOnce with { SpecObserved = false }, new(BackupAction.AdoptOrCopy) },
        { "a failure with other inputs", FailedOnce with { InputsChanged = true }, new(BackupAction.AdoptOrCopy) },
        { "a failure that a clock put off for years", FailedOnce with { NextCheckTime = Now.AddYears(1) }, new(BackupAction.AdoptOrCopy) },
        {
            "a failure that a registry put off for hours",
            FailedOnce with { NextCheckTime = Now.AddHours(6) },
            new(BackupAction.Wait, Now.AddHours(6))
        },
        { "a failure of a time that is yet to come", FailedOnce with { LastCheckTime = Now.AddDays(1) }, new(BackupAction.AdoptOrCopy) },
        { "no failure, and a time of a check", FailedOnce with { Attempts = 0 }, new(BackupAction.AdoptOrCopy) },
        { "a finished copy that is asked for anew", Finished with { RecopyRequested = true }, new(BackupAction.Copy) },
        {
            "a finished copy that is asked for anew and failed",
            Finished with { RecopyRequested = true, Attempts = 1, NextCheckTime = Later },
            new(BackupAction.Wait, Later)
        },
    };

    public static TheoryData<string, BackupFacts, bool, bool> Checks => new()
    {
        {
            "an Always tag after its interval",
            Finished with { Recopy = RecopyMode.Always, LastCheckTime = Now.AddMinutes(-20), CompletionTime = Now.AddMinutes(-20) },
            true,
            false
        },
        { "a fixed tag after a day", Finished with { LastCheckTime = Now - (Day * 1.2), CompletionTime = Now - (Day * 1.2) }, false, true },
        {
            "an Always tag after a day",
            Finished with { Recopy = RecopyMode.Always, LastCheckTime = Now - (Day * 1.2), CompletionTime = Now - (Day * 1.2) },
            true,
            true
        },
        {
            "an Always tag that was checked at a time that is yet to come",
            Finished with { Recopy = RecopyMode.Always, LastCheckTime = Now.AddDays(300) },
            true,
            true
        },
        {
            "a tag that was copied and checked at a time that is yet to come",
            Finished with { LastCheckTime = Now.AddDays(300), CompletionTime = Now.AddDays(300) },
            false,
            true
        },
        {
            "a fixed tag whose tag is foreign, after its policy has changed",
            Finished with { TagIsForeign = true, InputsChanged = true },
            false,
            true
        },
        {
            "an Always tag whose source is gone, after a day",
            Finished with
            {
                Recopy = RecopyMode.Always,
                SourceUnavailable = true,
                LastCheckTime = Now - (Day * 1.2),
                CompletionTime = Now - (Day * 1.2),
            }, false, true
        },
    };

    [Theory]
    [MemberData(nameof(Attempts))]
    public void Copy_that_is_due_is_made_or_waits_for_its_next_attempt(string what, BackupFacts facts, NextAction expected) =>
        Assert.Equal((what, expected), (what, NextAction.For(facts, Now)));

    [Theory]
    [MemberData(nameof(Checks))]
    public void Finished_copy_is_checked_when_its_time_has_come(string what, BackupFacts facts, bool compare, bool verify) =>
        Assert.Equal((what, new NextAction(BackupAction.Check, Compare: compare, Verify: verify)), (what, NextAction.For(facts, Now)));

    [Fact]
    public void Finished_copy_is_left_until_its_next_check()
    {
        var next = NextAction.For(Finished, Now);

        Assert.Equal(new NextAction(BackupAction.Wait, new VerifySchedule(Finished).Next), next);
        Assert.Equal(BackupAction.Check, NextAction.For(Finished, next.Until!.Value).Action);
    }

    [Fact]
    public void Finished_copy_whose_check_failed_waits_for_its_next_attempt()
    {
        var facts = Finished with
        {
            LastCheckTime = Now - (Day * 1.2),
            CompletionTime = Now - (Day * 1.2),
            Attempts = 2,
            NextCheckTime = Later,
        };

        Assert.Equal(new NextAction(BackupAction.Wait, Later), NextAction.For(facts, Now));
        Assert.Equal(BackupAction.Check, NextAction.For(facts, Later).Action);
    }

    [Fact]
    public void Request_for_a_fresh_copy_waits_while_the_source_is_unavailable()
    {
        var facts = Finished with { RecopyRequested = true, SourceUnavailable = true };

        Assert.Equal(BackupAction.Wait, NextAction.For(facts, Now).Action);
    }

    [Theory]
    [InlineData(RecopyMode.WhenMissing, false, BackupAction.AdoptOrCopy)]
    [InlineData(RecopyMode.Never, false, BackupAction.AdoptOrCopy)]
    [InlineData(RecopyMode.Always, false, BackupAction.Copy)]
    [InlineData(RecopyMode.WhenMissing, true, BackupAction.Copy)]
    public void Remedy_keeps_a_fixed_tag_unless_a_fresh_copy_is_asked_for(RecopyMode recopy, bool requested, BackupAction expected) =>
        Assert.Equal(expected, NextAction.Remedy(Finished with { Recopy = recopy, RecopyRequested = requested }));
}
