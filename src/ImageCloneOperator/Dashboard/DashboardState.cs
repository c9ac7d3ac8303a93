using ImageCloneOperator.Api;
using ImageCloneOperator.Kubernetes.Conditions;

namespace ImageCloneOperator.Dashboard;

/// <summary>How an object stands, in the order in which people want to see it: what needs them first.</summary>
internal enum DashboardState
{
    Stalled,
    Working,
    Resting,
    Ready,
}

internal static class DashboardStates
{
    public static DashboardState Of(List<Condition>? conditions)
    {
        if (Has(conditions, ConditionTypes.Ready)) return DashboardState.Ready;
        if (Has(conditions, ConditionTypes.Stalled)) return DashboardState.Stalled;
        return Has(conditions, ConditionTypes.Reconciling) ? DashboardState.Working : DashboardState.Resting;
    }

    public static Condition? Ready(List<Condition>? conditions) => conditions?.Find(condition => condition.Type == ConditionTypes.Ready);

    /// <summary>What a backup has to tell people: of one that is Ready, only that its source is gone or has moved on.</summary>
    public static string? Message(List<Condition>? conditions) => Of(conditions) == DashboardState.Ready
        ? SourceGone(conditions)?.Message ?? conditions!.Find(condition => condition is { Type: ConditionTypes.SourceMoved, Status: "True" })?.Message
        : Ready(conditions)?.Message;

    public static Condition? SourceGone(List<Condition>? conditions) =>
        conditions?.Find(condition => condition is { Type: ConditionTypes.SourceAvailable, Status: "False" });

    private static bool Has(List<Condition>? conditions, string type) =>
        conditions?.Exists(condition => condition.Type == type && condition.Status == "True") is true;
}
