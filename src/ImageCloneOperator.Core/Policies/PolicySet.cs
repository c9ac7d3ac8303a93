using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Workloads;

namespace ImageCloneOperator.Core.Policies;

/// <summary>All policies of the cluster, in the order of their names, and the namespaces where none of them changes anything.</summary>
public sealed class PolicySet(IEnumerable<Policy> policies, string? operatorNamespace = null)
{
    private const string SystemNamespace = "kube-system";

    private readonly Policy[] _policies = [.. policies.OrderBy(policy => policy.Name, StringComparer.Ordinal)];

    public IReadOnlyList<Policy> Policies => _policies;

    /// <summary>
    /// The kinds beside the built-in ones, each resource once: two watches of it would see each object twice. The first policy by name says
    /// how it is read.
    /// </summary>
    public IEnumerable<WorkloadType> AdditionalTypes =>
        _policies.SelectMany(policy => policy.AdditionalWorkloads).DistinctBy(type => (type.Group, type.Plural));

    /// <summary>The kinds that are watched only since a policy that is not suspended asks for them.</summary>
    public IEnumerable<WorkloadType> OptionalTypes => AdditionalTypes.Append(WorkloadTypes.Pod)
        .Where(type => _policies.Any(policy => !policy.Suspended && policy.Watches(type)));

    /// <summary>Those of them that the policy selects.</summary>
    public IEnumerable<WorkloadType> OptionalTypesOf(Policy policy) => OptionalTypes.Where(policy.Watches);

    /// <summary>kube-system and the operator's own: their images are copied on request, and no object there is ever changed.</summary>
    public bool IsSystem(string namespaceName) => namespaceName == SystemNamespace || namespaceName == operatorNamespace;

    /// <summary>Whether some policy names a registry, as <c>host[:port]</c>: as its target, a source or a mirror.</summary>
    public bool NameRegistry(string host)
    {
        var name = DockerHub.Normalize(host);
        return Array.Exists(_policies, policy => Is(policy.Target.Registry) || policy.SourceRegistries.Any(IsOne));

        bool IsOne(RegistryConnection registry) => Is(registry.Host) || (registry.Mirror is { } mirror && Is(DockerHub.Normalize(mirror)));
        bool Is(string registry) => string.Equals(registry, name, StringComparison.OrdinalIgnoreCase);
    }

    public Policy? Find(string name) => Array.Find(_policies, policy => policy.Name == name);

    /// <summary>The policy under whose target the image lies, suspended ones too: what one has copied, none copies again.</summary>
    public Policy? TargetOwner(ImageReference image) => Array.Find(_policies, policy => policy.Target.Contains(image));
}
