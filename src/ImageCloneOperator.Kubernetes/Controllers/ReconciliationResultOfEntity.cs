namespace ImageCloneOperator.Kubernetes.Controllers;

/// <summary>What came of reconciling an entity, and when to look again.</summary>
public sealed record ReconciliationResult<TEntity> : ReconciliationResult
{
    private ReconciliationResult(TEntity entity) => Entity = entity;

    public TEntity Entity { get; }

    public static ReconciliationResult<TEntity> Success(TEntity entity, TimeSpan? requeueAfter = null) =>
        new(entity) { RequeueAfter = requeueAfter };

    public static ReconciliationResult<TEntity> Failure(
        TEntity entity, string errorMessage, Exception? error = null, TimeSpan? requeueAfter = null) =>
        new(entity) { ErrorMessage = errorMessage, Error = error, RequeueAfter = requeueAfter };

    public static ReconciliationResult<TEntity> Stalled(TEntity entity, string errorMessage, Exception? error = null) =>
        new(entity) { ErrorMessage = errorMessage, Error = error, IsStalled = true };
}
