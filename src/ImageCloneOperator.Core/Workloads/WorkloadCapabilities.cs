namespace ImageCloneOperator.Core.Workloads;

/// <summary>What may be done to the workloads of a kind, beside copying their images.</summary>
[Flags]
public enum WorkloadCapabilities
{
    None = 0,

    /// <summary>Their template may be changed once they are there.</summary>
    Rewritable = 1,

    /// <summary>They may carry a finalizer.</summary>
    Protectable = 2,
}
