using System.Globalization;
using ImageCloneOperator.Api;
using ImageCloneOperator.Kubernetes.Conditions;

namespace ImageCloneOperator.Dashboard;

/// <summary>What several tables show alike.</summary>
internal static class Cells
{
    /// <summary>How an object stands, in one word.</summary>
    public static Html State(List<Condition>? conditions) => Html.Of(
        $"<span class=\"state {conditions.Phase().ToString()}\">{conditions.Find(ConditionTypes.Ready)?.Reason ?? "Pending"}</span>");

    public static Html Bar(long done, long total, string? label) =>
        Html.Of($"<progress value=\"{(total > 0 ? done : 0)}\" max=\"{Math.Max(1, total)}\"></progress> {label}");

    /// <summary>The message of a backup: of one that is Ready, only that its source is gone or has moved on.</summary>
    public static string? Message(List<Condition>? conditions)
    {
        if (!conditions.IsTrue(ConditionTypes.Ready)) return conditions.Find(ConditionTypes.Ready)?.Message;
        if (conditions.IsFalse(ConditionTypes.SourceAvailable)) return conditions.Find(ConditionTypes.SourceAvailable)?.Message;
        return conditions.IsTrue(ConditionTypes.SourceMoved) ? conditions.Find(ConditionTypes.SourceMoved)?.Message : null;
    }

    public static Html Time(DateTimeOffset? time) => time is { } known
        ? Html.Of($"<time datetime=\"{Text(known, "O")}\">{Text(known, "yyyy-MM-dd HH:mm:ss")} UTC</time>")
        : default;

    private static string Text(DateTimeOffset time, string format) => time.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);
}
