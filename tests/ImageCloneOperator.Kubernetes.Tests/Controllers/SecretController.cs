using System.Collections.Concurrent;
using ImageCloneOperator.Kubernetes.Controllers;
using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Tests.Controllers;

/// <summary>Writes down what it is called with, and does what the test says.</summary>
internal sealed class SecretController : IEntityController<V1Secret>, IEntityFinalizer<V1Secret>
{
    public const string Finalizer = "example.com/clean-up";

    private readonly ConcurrentDictionary<string, bool> _busy = new();
    private int _overlaps;

    /// <summary>Such as <c>reconcile a</c>, <c>finalize a</c> and <c>deleted a</c>.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    public ConcurrentQueue<V1Secret> Seen { get; } = new();

    public Func<V1Secret, CancellationToken, Task<ReconciliationResult<V1Secret>>> Reconcile { get; set; } =
        (entity, _) => Task.FromResult(ReconciliationResult<V1Secret>.Success(entity));

    public Func<V1Secret, ReconciliationResult<V1Secret>> Finalize { get; set; } = entity => ReconciliationResult<V1Secret>.Success(entity);

    /// <summary>How often a key was with two workers at once.</summary>
    public int Overlaps => _overlaps;

    public async Task<ReconciliationResult<V1Secret>> ReconcileAsync(V1Secret entity, CancellationToken cancellationToken)
    {
        if (!_busy.TryAdd(entity.Metadata.Name!, true)) Interlocked.Increment(ref _overlaps);
        try
        {
            Note("reconcile", entity);
            Seen.Enqueue(entity);
            return await Reconcile(entity, cancellationToken);
        }
        finally
        {
            _busy.TryRemove(entity.Metadata.Name!, out _);
        }
    }

    public Task<ReconciliationResult<V1Secret>> DeletedAsync(V1Secret entity, CancellationToken cancellationToken)
    {
        Note("deleted", entity);
        return Task.FromResult(ReconciliationResult<V1Secret>.Success(entity));
    }

    public Task<ReconciliationResult<V1Secret>> FinalizeAsync(V1Secret entity, CancellationToken cancellationToken)
    {
        Note("finalize", entity);
        return Task.FromResult(Finalize(entity));
    }

    public int Count(string call) => Calls.Count(made => made == call);

    private void Note(string verb, V1Secret entity) => Calls.Enqueue($"{verb} {entity.Metadata.Name}");
}
