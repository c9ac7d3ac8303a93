namespace ImageCloneOperator.Kubernetes.Hosting;

/// <summary>
/// How an operator stops. Together the two must fit into the host's shutdown timeout (30 s by default) and the pod's grace period.
/// </summary>
public sealed class OperatorOptions
{
    /// <summary>How long reconciles under way may take to end in peace when this program stops.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long cancelled reconciles may take to end. After lost leadership or membership, one that takes longer ends the whole program:
    /// another may do its work by then.
    /// </summary>
    public TimeSpan AbortTimeout { get; set; } = TimeSpan.FromSeconds(4);
}
