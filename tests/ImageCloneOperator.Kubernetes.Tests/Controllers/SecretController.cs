using System.Collections.Concurrent;
using ImageCloneOperator.Kubernetes.Controllers;
using ImageCloneOperator.Kubernetes.Entities;

namespace ImageCloneOperator.Kubernetes.Tests.Controllers;

/// <summary>Writes down what it is called with, and does what the test says.</summary>
internal sealed class SecretController : IEntityController<Secret>, IEntityFinalizer<Secret>
{
    public const string Finalizer = "example.com/clean-up";

    private readonly ConcurrentDictionary<string, bool> _busy = new();
    private int _overlaps;

    /// <summary>Such as <c>reconcile a</c>, <c>finalize a</c> and <c>deleted a</c>.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    public ConcurrentQueue<Secret> Seen { get; } = new();

    public Func<Secret, CancellationToken, Task<ReconciliationResult<Secret>>> Reconcile { get; set; } =
        (entity, _) => Task.FromResult(ReconciliationResult<Secret>.Success(entity));

    public Func<Secret, ReconciliationResult<Secret>> Finalize { get; set; } = entity => ReconciliationResult<Secret>.Success(entity);

    /// <summary>How often a key was with two workers at once.</summary>
    public int Overlaps => _overlaps;

    public async Task<ReconciliationResult<Secret>> ReconcileAsync(Secret entity, CancellationToken cancellationToken)
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

    public Task<ReconciliationResult<Secret>> DeletedAsync(Secret entity, CancellationToken cancellationToken)
    {
        Note("deleted", entity);
        return Task.FromResult(ReconciliationResult<Secret>.Success(entity));
    }

    public Task<ReconciliationResult<Secret>> FinalizeAsync(Secret entity, CancellationToken cancellationToken)
    {
        Note("finalize", entity);
        return Task.FromResult(Finalize(entity));
    }

    public int Count(string call) => Calls.Count(made => made == call);

    private void Note(string verb, Secret entity) => Calls.Enqueue($"{verb} {entity.Metadata.Name}");
}
