namespace ImageCloneOperator.Kubernetes.Caching;

/// <summary>Keeps a cache true, until it is cancelled.</summary>
public interface ICacheRunner
{
    Task RunAsync(CancellationToken cancellationToken);
}
