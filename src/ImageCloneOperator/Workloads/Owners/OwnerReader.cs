using System.Collections.Concurrent;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Resources;
using ImageCloneOperator.Workloads.Caching;

namespace ImageCloneOperator.Workloads.Owners;

/// <summary>
/// Reads the owners of pods that are of no kind that is watched: ReplicaSets, ReplicationControllers and custom resources, each once. One
/// that may not be read is asked for again after a while.
/// </summary>
internal sealed class OwnerReader : IDisposable
{
    /// <summary>Who owns whom is in users' hands, and may go in circles.</summary>
    private const int MaxSteps = 8;

    private static readonly TimeSpan AskAgain = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<(string Namespace, WorkloadOwner Owner), Answer> _answers = [];
    private readonly IKubernetesClient _client;
    private readonly WorkloadCaches _workloads;
    private readonly TimeProvider _time;
    private readonly IDisposable _deletions;

    public OwnerReader(IKubernetesClient client, WorkloadCaches workloads, TimeProvider time)
    {
        (_client, _workloads, _time) = (client, workloads, time);
        _deletions = workloads.Subscribe(change =>
        {
            if (change is { IsDeleted: true, Old: { Owner: not null } pod } && !workloads.Siblings(pod).Any())
                _answers.TryRemove((pod.Key.Namespace, pod.Owner), out _);
        });
    }

    /// <summary>The key and the owner of what was read; null where it was not, or could not be.</summary>
    public (WorkloadKey Key, WorkloadOwner? Owner)? Find(string ns, WorkloadOwner owner) =>
        _answers.TryGetValue((ns, owner), out var answer) && answer.IsThere
            ? (new WorkloadKey(TypeOf(owner), ns, owner.Name), answer.Owner)
            : null;

    /// <summary>Reads what is not known of a pod's chain of owners.</summary>
    /// <returns>Whether anything was learnt.</returns>
    public async Task<bool> ReadAsync(Workload pod, CancellationToken cancellationToken)
    {
        var (ns, learnt) = (pod.Key.Namespace, false);
        if (OwnerChain.Nearest(pod) is { } nearest && _workloads.Find(ns, nearest) is not null) return false;
        var next = pod.Owner;
        for (var step = 0; step < MaxSteps && next is not null && _workloads.Find(ns, next) is null; step++)
        {
            var owner = next;
            if (!_answers.TryGetValue((ns, owner), out var answer) || answer.IsOver(_time.GetUtcNow()))
            {
                _answers[(ns, owner)] = answer = await AskAsync(ns, owner, cancellationToken);
                learnt |= answer.IsThere;
            }

            next = answer.Owner;
        }

        return learnt;
    }

    public void Dispose() => _deletions.Dispose();

    private async Task<Answer> AskAsync(string ns, WorkloadOwner owner, CancellationToken cancellationToken)
    {
        var type = TypeOf(owner);
        try
        {
            var resource = new ApiResource(type.Group, type.Version, type.Plural, type.Kind);
            var found = await _client.GetAsync(ResourceType.Metadata(resource, _client.Json), owner.Name, ns, cancellationToken);
            if (found is not null && found.Metadata.Uid == owner.Uid)
                return new Answer(IsThere: true, WorkloadReader.Owner(found.Metadata.OwnerReferences), Until: null);
        }
        catch (KubernetesApiException refused) when (refused.IsForbidden || refused.IsNotFound)
        {
            // Its name is told by the pod then.
        }

        return new Answer(IsThere: false, Owner: null, _time.GetUtcNow() + AskAgain);
    }

    private static WorkloadType TypeOf(WorkloadOwner owner) => new(
        owner.Group,
        owner.Group.Length == 0 ? owner.ApiVersion : owner.ApiVersion[(owner.Group.Length + 1)..],
        Plural(owner.Kind.ToLowerInvariant()),
        owner.Kind,
        "",
        WorkloadCapabilities.None);

    /// <summary>As the API's own machinery guesses a resource from its kind; where that fails, the owner is not found.</summary>
    private static string Plural(string kind) => kind switch
    {
        [.., 's'] => $"{kind}es",
        [.., 'y'] => $"{kind[..^1]}ies",
        _ => $"{kind}s",
    };

    private sealed record Answer(bool IsThere, WorkloadOwner? Owner, DateTimeOffset? Until)
    {
        public bool IsOver(DateTimeOffset now) => Until <= now;
    }
}
