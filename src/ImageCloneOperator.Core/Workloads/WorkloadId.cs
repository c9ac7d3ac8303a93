namespace ImageCloneOperator.Core.Workloads;

/// <summary>Who a workload is.</summary>
public sealed record WorkloadId(string Kind, string Namespace, string Name) : IComparable<WorkloadId>
{
    public int CompareTo(WorkloadId? other) => other is null ? 1 : Compare(other);

    public static bool operator <(WorkloadId left, WorkloadId right) => left.CompareTo(right) < 0;

    public static bool operator <=(WorkloadId left, WorkloadId right) => left.CompareTo(right) <= 0;

    public static bool operator >(WorkloadId left, WorkloadId right) => left.CompareTo(right) > 0;

    public static bool operator >=(WorkloadId left, WorkloadId right) => left.CompareTo(right) >= 0;

    public override string ToString() => $"{Kind} {Namespace}/{Name}";

    private int Compare(WorkloadId other)
    {
        var byNamespace = string.CompareOrdinal(Namespace, other.Namespace);
        if (byNamespace != 0) return byNamespace;
        var byKind = string.CompareOrdinal(Kind, other.Kind);
        return byKind != 0 ? byKind : string.CompareOrdinal(Name, other.Name);
    }
}
