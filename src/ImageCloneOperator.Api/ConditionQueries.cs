using System.Diagnostics.CodeAnalysis;
using ImageCloneOperator.Kubernetes.Conditions;

namespace ImageCloneOperator.Api;

/// <summary>Reads conditions: the one place where what they mean together is decided.</summary>
public static class ConditionQueries
{
    public static Condition? Find(this List<Condition>? conditions, string type) =>
        conditions?.FirstOrDefault(condition => condition.Type == type);

    public static bool IsTrue([NotNullWhen(true)] this List<Condition>? conditions, string type) => conditions.Find(type)?.Status == "True";

    public static bool IsFalse([NotNullWhen(true)] this List<Condition>? conditions, string type) =>
        conditions.Find(type)?.Status == "False";

    public static List<Condition> Without(this List<Condition> conditions, string type) =>
        conditions.FindAll(condition => condition.Type != type);

    /// <summary>How an object of either kind stands, by kstatus' conditions.</summary>
    public static ObjectPhase Phase(this List<Condition>? conditions)
    {
        if (conditions.IsTrue(ConditionTypes.Ready)) return ObjectPhase.Ready;
        if (conditions.IsTrue(ConditionTypes.Stalled)) return ObjectPhase.Stalled;
        return conditions.IsTrue(ConditionTypes.Reconciling) ? ObjectPhase.Reconciling : ObjectPhase.Waiting;
    }
}
