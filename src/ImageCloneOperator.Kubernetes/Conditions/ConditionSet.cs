using System.Collections.Immutable;

namespace ImageCloneOperator.Kubernetes.Conditions;

/// <summary>
/// An object's conditions and what becomes of them, by the rules of kstatus: Ready always, Reconciling and Stalled only while true and
/// never both. A condition's transition time moves only when its status does.
/// </summary>
public sealed record ConditionSet
{
    private readonly ImmutableList<Condition> _conditions;
    private readonly long? _observedGeneration;
    private readonly DateTimeOffset _now;

    private ConditionSet(ImmutableList<Condition> conditions, long? observedGeneration, DateTimeOffset now) =>
        (_conditions, _observedGeneration, _now) = (conditions, observedGeneration, now);

    /// <param name="current">What the object's status has now.</param>
    /// <param name="observedGeneration">The generation that is being reconciled.</param>
    public static ConditionSet Of(IEnumerable<Condition>? current, long? observedGeneration, DateTimeOffset now) =>
        new([.. current ?? []], observedGeneration, now);

    public List<Condition> ToList() => [.. _conditions];

    public Condition? Find(string type) => _conditions.Find(condition => condition.Type == type);

    /// <summary>Everything is as the spec wants it.</summary>
    public ConditionSet AsReady(string reason, string message) => Without(KstatusTypes.Reconciling)
        .Without(KstatusTypes.Stalled)
        .With(KstatusTypes.Ready, ConditionStatus.True, reason, message);

    /// <summary>Work goes on, or will be tried again, without anybody's doing.</summary>
    public ConditionSet AsReconciling(string reason, string message, ConditionStatus ready = ConditionStatus.False) =>
        Without(KstatusTypes.Stalled)
            .With(KstatusTypes.Ready, ready, reason, message)
            .With(KstatusTypes.Reconciling, ConditionStatus.True, reason, message);

    /// <summary>Nothing happens until a person changes something; the message says what.</summary>
    public ConditionSet AsStalled(string reason, string message) => Without(KstatusTypes.Reconciling)
        .With(KstatusTypes.Ready, ConditionStatus.False, reason, message)
        .With(KstatusTypes.Stalled, ConditionStatus.True, reason, message);

    public ConditionSet With(string type, ConditionStatus status, string reason, string message)
    {
        var before = Find(type);
        var after = new Condition
        {
            Type = type,
            Status = status.ToString(),
            Reason = reason,
            Message = message,
            ObservedGeneration = _observedGeneration,
            LastTransitionTime = before?.Status == status.ToString() ? before.LastTransitionTime ?? _now : _now,
        };
        return new(before is null ? _conditions.Add(after) : _conditions.Replace(before, after), _observedGeneration, _now);
    }

    public ConditionSet Without(string type) => new(_conditions.RemoveAll(condition => condition.Type == type), _observedGeneration, _now);
}
