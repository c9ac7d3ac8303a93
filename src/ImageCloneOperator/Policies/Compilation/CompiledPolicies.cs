using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Resources;

namespace ImageCloneOperator.Policies.Compilation;

/// <summary>
/// The valid policies, compiled once per change. A policy that is being deleted is as good as gone, so that its finalizer can wait
/// until everything has been taken back.
/// </summary>
internal sealed class CompiledPolicies(IResourceCache<BackupPolicy> cache, string operatorNamespace)
{
    private volatile Snapshot _snapshot = new([], new Planner(new PolicySet([], operatorNamespace)));

    /// <summary>Judges workloads by the policies as they are now.</summary>
    public Planner Planner
    {
        get
        {
            var policies = cache.List().Where(policy => policy.Metadata.DeletionTimestamp is null).ToList();
            var versions = policies.Select(policy => (policy.Metadata.Uid, policy.Metadata.Generation)).Order().ToList();
            var snapshot = _snapshot;
            if (!snapshot.Versions.SequenceEqual(versions)) _snapshot = snapshot = new Snapshot(versions, Compile(policies));
            return snapshot.Planner;
        }
    }

    public Policy? Find(string name) => Planner.Policies.Find(name);

    /// <summary>The pull secret that pods of a namespace have for the policy's copies.</summary>
    /// <returns>Null where the policy keeps none, or cannot in this namespace.</returns>
    public string? PullSecretFor(string policy, string ns) =>
        Find(policy)?.PullSecret is not null
        && cache.Get(new EntityKey("", policy))?.Status.PullSecrets?.Missing?.Contains(ns, StringComparer.Ordinal) is not true
            ? ManagedPullSecret.NameOf(policy)
            : null;

    /// <summary>Whether an administrator has named a registry, as <c>host[:port]</c>, in some policy.</summary>
    public bool NameRegistry(string host) => Planner.Policies.NameRegistry(host);

    private Planner Compile(IEnumerable<BackupPolicy> policies) =>
        new(new PolicySet(
            policies.Select(policy => PolicyCompiler.TryCompile(policy, out var compiled, out _) ? compiled : null).OfType<Policy>(),
            operatorNamespace));

    private sealed record Snapshot(IReadOnlyList<(string Uid, long? Generation)> Versions, Planner Planner);
}
