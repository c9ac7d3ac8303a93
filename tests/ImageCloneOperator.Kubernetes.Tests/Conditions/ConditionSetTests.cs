using ImageCloneOperator.Kubernetes.Conditions;

namespace ImageCloneOperator.Kubernetes.Tests.Conditions;

public sealed class ConditionSetTests
{
    private static readonly DateTimeOffset Then = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Every_verdict_keeps_the_contract_after_every_other()
    {
        Func<ConditionSet, ConditionSet>[] verdicts =
        [
            set => set.AsReady("Copied", "It is there."),
            set => set.AsReconciling("Copying", "It is on its way."),
            set => set.AsReconciling("Verifying", "It is checked.", ConditionStatus.Unknown),
            set => set.AsStalled("InvalidSpec", "Correct spec.target."),
        ];
        foreach (var before in verdicts)
        {
            foreach (var after in verdicts)
                ConditionsChecker.Check(after(before(ConditionSet.Of([], 3, Then))).ToList(), 3, 3);
        }
    }

    [Fact]
    public void The_transition_time_moves_only_with_the_status()
    {
        var ready = ConditionSet.Of(null, 1, Then).AsReady("Copied", "It is there.").ToList();

        var again = ConditionSet.Of(ready, 2, Then.AddHours(1)).AsReady("Verified", "It is still there.").ToList();
        var stalled = ConditionSet.Of(again, 2, Then.AddHours(2)).AsStalled("TargetDenied", "Grant push rights.").ToList();

        Assert.Equal((Then, "Verified", 2L), (again[0].LastTransitionTime, again[0].Reason, again[0].ObservedGeneration));
        Assert.All(stalled, condition => Assert.Equal(Then.AddHours(2), condition.LastTransitionTime));
    }

    [Fact]
    public void Conditions_of_others_stay_where_they_are()
    {
        var other = ConditionSet.Of([], 1, Then).With("SourceMoved", ConditionStatus.True, "TagMoved", "The tag has moved.").ToList();

        var set = ConditionSet.Of(other, 1, Then.AddHours(1)).AsReady("Copied", "It is there.");

        Assert.Equal(other[0], set.Find("SourceMoved"));
        Assert.Null(set.Without("SourceMoved").Find("SourceMoved"));
    }

    [Theory]
    [InlineData("Ready", "False", "Ready is False, but neither")]
    [InlineData("Stalled", "False", "Stalled is False: it must be absent")]
    [InlineData("Reconciling", "True", "Ready is missing")]
    public void The_checker_names_what_is_wrong(string type, string status, string expected)
    {
        var conditions = ConditionSet.Of([], 1, Then).With(type, Enum.Parse<ConditionStatus>(status), "Because", "So.").ToList();

        Assert.Contains(
            ConditionsChecker.Violations(conditions, 1, 1), violation => violation.StartsWith(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void The_checker_wants_a_settled_object_to_have_observed_its_generation() =>
        Assert.Single(ConditionsChecker.Violations(ConditionSet.Of([], 2, Then).AsReady("Copied", "It is there.").ToList(), 2, 1));
}
