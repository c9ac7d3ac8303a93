namespace ImageCloneOperator.Core.Rules;

/// <summary>One requirement on labels; as in Kubernetes, NotIn also holds for what has no such label.</summary>
public sealed record LabelRequirement(string Key, LabelOperator Operator, IReadOnlyCollection<string> Values)
{
    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        var exists = labels.TryGetValue(Key, out var value);
        return Operator switch
        {
            LabelOperator.In => exists && Values.Contains(value!, StringComparer.Ordinal),
            LabelOperator.NotIn => !exists || !Values.Contains(value!, StringComparer.Ordinal),
            LabelOperator.Exists => exists,
            _ => !exists,
        };
    }
}
