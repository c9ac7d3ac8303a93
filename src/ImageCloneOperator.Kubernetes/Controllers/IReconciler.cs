namespace ImageCloneOperator.Kubernetes.Controllers;

/// <summary>Brings whatever a key names to its wanted state. It reads that state afresh, and may be called at any time and again.</summary>
public interface IReconciler<TKey>
    where TKey : notnull
{
    Task<ReconciliationResult> ReconcileAsync(TKey key, CancellationToken cancellationToken);
}
