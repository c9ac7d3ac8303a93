using System.Text.RegularExpressions;
using ImageCloneOperator.Kubernetes.Conditions;

namespace ImageCloneOperator.Testing;

/// <summary>Holds an object's conditions against metav1.Condition and against what kstatus, and the tools that use it, expect.</summary>
public static partial class ConditionsChecker
{
    /// <summary>Fails with every rule that the conditions break.</summary>
    public static void Check(IReadOnlyList<Condition>? conditions, long? generation, long? observedGeneration)
    {
        var broken = Violations(conditions ?? [], generation, observedGeneration).ToList();
        Assert.True(broken.Count == 0, string.Join(Environment.NewLine, [.. broken, "in", .. conditions ?? []]));
    }

    public static IEnumerable<string> Violations(IReadOnlyList<Condition> conditions, long? generation, long? observedGeneration) =>
    [
        .. conditions.SelectMany(Form),
        .. conditions
            .CountBy(condition => condition.Type)
            .Where(type => type.Value > 1)
            .Select(type => $"{type.Key} is there {type.Value} times"),
        .. Contract(conditions),
        .. Generations(conditions, generation, observedGeneration),
    ];

    private static IEnumerable<string> Form(Condition condition)
    {
        if (condition.Status is not ("True" or "False" or "Unknown"))
            yield return $"{condition.Type} has the status '{condition.Status}'";
        if (!Reason().IsMatch(condition.Reason))
            yield return $"{condition.Type} has the reason '{condition.Reason}', which is not PascalCase";
        if (string.IsNullOrWhiteSpace(condition.Message))
            yield return $"{condition.Type} has no message";
        if (condition.Message.Length > 32768)
            yield return $"{condition.Type} has a message longer than 32,768 characters";
        if (condition.LastTransitionTime is null)
            yield return $"{condition.Type} has no lastTransitionTime";
    }

    private static IEnumerable<string> Contract(IReadOnlyList<Condition> conditions)
    {
        var ready = Status(conditions, KstatusTypes.Ready);
        var reconciling = Status(conditions, KstatusTypes.Reconciling);
        var stalled = Status(conditions, KstatusTypes.Stalled);
        if (ready is null)
            yield return "Ready is missing";
        if (reconciling is not (null or "True"))
            yield return $"Reconciling is {reconciling}: it must be absent unless True";
        if (stalled is not (null or "True"))
            yield return $"Stalled is {stalled}: it must be absent unless True";
        if (reconciling is not null && stalled is not null)
            yield return "Reconciling and Stalled are both there";
        if (ready == "True" && stalled is not null)
            yield return "Ready is True although Stalled is there";
        if (ready is "False" or "Unknown" && reconciling is null && stalled is null)
            yield return $"Ready is {ready}, but neither Reconciling nor Stalled says whether that will change by itself";
    }

    private static IEnumerable<string> Generations(IReadOnlyList<Condition> conditions, long? generation, long? observedGeneration)
    {
        if (observedGeneration > generation)
            yield return $"status.observedGeneration {observedGeneration} is ahead of metadata.generation {generation}";
        foreach (var condition in conditions.Where(condition => condition.ObservedGeneration > generation))
        {
            yield return $"{condition.Type} has observedGeneration "
                + $"{condition.ObservedGeneration}, ahead of metadata.generation {generation}";
        }

        if (Status(conditions, KstatusTypes.Reconciling) is null && generation is not null && observedGeneration != generation)
            yield return $"It is settled, but status.observedGeneration is {observedGeneration} and not metadata.generation {generation}";
    }

    private static string? Status(IReadOnlyList<Condition> conditions, string type) =>
        conditions.FirstOrDefault(condition => condition.Type == type)?.Status;

    [GeneratedRegex(@"\A[A-Z][A-Za-z0-9]{0,1022}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reason();
}
