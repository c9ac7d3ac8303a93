namespace ImageCloneOperator.Core.Workloads;

/// <summary>The changes that the operator may make to workloads of a kind.</summary>
[Flags]
public enum WorkloadCapabilities
{
    None = 0,

    /// <summary>Their template may be changed once they are there.</summary>
    Rewritable = 1,

    /// <summary>They may carry a finalizer.</summary>
    Protectable = 2,
}
