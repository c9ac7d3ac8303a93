using System.Runtime.InteropServices;

namespace ImageCloneOperator.Kubernetes.Caching;

/// <summary>What happened to an object: added (only new), updated (old and new) or deleted (only old: its last known state).</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CacheChange<T>(T? Old, T? New)
    where T : class
{
    public bool IsAdded => Old is null;

    public bool IsUpdated => Old is not null && New is not null;

    public bool IsDeleted => New is null;

    /// <summary>The newest known state.</summary>
    public T Object => New ?? Old!;
}
