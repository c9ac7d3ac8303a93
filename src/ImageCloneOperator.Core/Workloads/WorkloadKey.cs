namespace ImageCloneOperator.Core.Workloads;

/// <summary>The identity of a workload.</summary>
public sealed record WorkloadKey(WorkloadType Type, string Namespace, string Name) : IComparable<WorkloadKey>
{
    public string Kind => Type.Kind;

    public int CompareTo(WorkloadKey? other) => other is null ? 1 : Compare(other);

    public static bool operator <(WorkloadKey left, WorkloadKey right) => left.CompareTo(right) < 0;

    public static bool operator <=(WorkloadKey left, WorkloadKey right) => left.CompareTo(right) <= 0;

    public static bool operator >(WorkloadKey left, WorkloadKey right) => left.CompareTo(right) > 0;

    public static bool operator >=(WorkloadKey left, WorkloadKey right) => left.CompareTo(right) >= 0;

    public override string ToString() => $"{Kind} {Namespace}/{Name}";

    private int Compare(WorkloadKey other)
    {
        var byNamespace = string.CompareOrdinal(Namespace, other.Namespace);
        if (byNamespace != 0) return byNamespace;
        var byKind = string.CompareOrdinal(Kind, other.Kind);
        if (byKind != 0) return byKind;
        var byName = string.CompareOrdinal(Name, other.Name);
        return byName != 0 ? byName : string.CompareOrdinal(Type.Group, other.Type.Group);
    }
}
