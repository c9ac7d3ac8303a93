using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Api.Serialization;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Entities;
using ImageCloneOperator.Kubernetes.Json;
using ImageCloneOperator.Manifests;
using ImageCloneOperator.Policies.Compilation;
using ImageCloneOperator.Workloads.Caching;
using k8s.Models;

namespace ImageCloneOperator.Commands.Plan;

/// <summary>
/// Gathers the input of the plan from manifests and, where asked for, from a cluster; passes over kinds that the plan does not need.
/// </summary>
internal sealed class PlanInput(string defaultNamespace)
{
    private static readonly ObjectJson Json = new(ApiJsonContext.Default);
    private static readonly JsonSerializerOptions Strict =
        new(Json.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    private readonly Dictionary<string, Policy> _policies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NamespaceInfo> _namespaces = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Namespace, string Name), V1ServiceAccount> _accounts = [];
    private readonly Dictionary<WorkloadKey, Workload> _workloads = [];
    private readonly SortedDictionary<string, int> _passedOver = new(StringComparer.Ordinal);
    private readonly List<string> _errors = [];
    private readonly List<string> _warnings = [];

    /// <summary>What is valid and will not work, and policies of the cluster that are not valid, and so take no part.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>All errors, each naming file, document and field.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>How many objects of each kind that takes no part in a plan.</summary>
    public IReadOnlyDictionary<string, int> PassedOver => _passedOver;

    /// <param name="everything">Also kinds that no policy selects, as far as they are known.</param>
    /// <returns>The kinds of workloads to plan for.</returns>
    public IEnumerable<WorkloadType> Types(bool everything) =>
        everything ? [.. WorkloadTypes.Selectable, .. Policies.AdditionalTypes] : [.. WorkloadTypes.BuiltIn, .. Policies.OptionalTypes];

    public bool HasPolicies => _policies.Count > 0;

    public PolicySet Policies => new(_policies.Values, WellKnown.OperatorNamespace);

    /// <summary>Policies come first: they say which further kinds are workloads.</summary>
    public void Add(IEnumerable<ManifestObject> manifests)
    {
        foreach (var found in manifests.OrderBy(found => found.Kind != BackupPolicy.KindName)) Add(found);
    }

    private void Add(ManifestObject found)
    {
        switch (found.ApiVersion, found.Kind)
        {
            case (ApiGroup.ApiVersion, BackupPolicy.KindName): AddPolicy(found); break;
            case ("v1", "Namespace"): AddNamespace(found); break;
            case ("v1", "ServiceAccount"): AddAccount(found); break;
            default:
                if (Find(found.ApiVersion, found.Kind) is { } type) AddWorkload(type, found);
                else _passedOver[found.Kind] = _passedOver.GetValueOrDefault(found.Kind) + 1;
                break;
        }
    }

    /// <summary>A policy of the cluster; one that is being deleted is as good as gone.</summary>
    public void AddLive(BackupPolicy policy)
    {
        if (policy.Metadata.DeletionTimestamp is not null || _policies.ContainsKey(policy.Metadata.Name!)) return;
        if (PolicyCompiler.TryCompile(policy, out var compiled, out var errors)) _policies.Add(compiled.Name, compiled);
        if (compiled?.Target.Warning is { } warning) _warnings.Add($"BackupPolicy {policy.Metadata.Name} in the cluster: {warning}");
        _warnings.AddRange(errors.Select(error => $"BackupPolicy {policy.Metadata.Name} in the cluster takes no part: {error}"));
    }

    public void AddLive(V1Namespace ns) => _namespaces.TryAdd(ns.Metadata.Name!, WorkloadReader.Read(ns));

    public void AddLive(Workload workload) => _workloads.TryAdd(workload.Key, workload);

    public ClusterPlan Plan() => ClusterPlan.Create(
        Policies,
        _namespaces.Values,
        _workloads.Values.Select(WithOwners).Select(workload => WorkloadReader.WithAccount(workload, Account(workload))));

    private WorkloadType? Find(string apiVersion, string kind) => WorkloadTypes.Find(apiVersion, kind)
        ?? Policies.AdditionalTypes.FirstOrDefault(type => type.Kind == kind && type.ApiVersion == apiVersion);

    private void AddPolicy(ManifestObject found)
    {
        // Unknown fields are refused in the spec alone: the metadata of live objects has many that are not read here.
        if (found.Json["spec"] is { } spec && !TryRead<BackupPolicySpec>(found, spec, Strict, "spec", out _)) return;
        if (!TryRead<BackupPolicy>(found, out var policy)) return;

        if (PolicyCompiler.TryCompile(policy!, out var compiled, out var errors)) _policies[compiled.Name] = compiled;
        if (compiled?.Target.Warning is { } warning) _warnings.Add($"{found}: spec.target: {warning}");
        _errors.AddRange(errors.Select(error => $"{found}: {error}"));
    }

    private void AddNamespace(ManifestObject found)
    {
        if (TryRead<V1Namespace>(found, out var ns)) _namespaces[found.Name] = WorkloadReader.Read(ns!);
    }

    private void AddAccount(ManifestObject found)
    {
        if (TryRead<V1ServiceAccount>(found, out var account))
            _accounts[(account!.Metadata.NamespaceProperty ?? defaultNamespace, found.Name)] = account;
    }

    private void AddWorkload(WorkloadType type, ManifestObject found)
    {
        var template = type.PodSpecPath.Split('.').Aggregate((JsonNode?)found.Json, (node, field) => (node as JsonObject)?[field]);
        PodSpec? pod = null;
        if (!TryRead<PartialObjectMetadata>(found, out var read)) return;
        if (template is not null && !TryRead(found, template, Json.Options, type.PodSpecPath, out pod)) return;
        var metadata = read!.Metadata;
        metadata.NamespaceProperty ??= defaultNamespace;
        var workload = WorkloadReader.Read(type, metadata, pod);
        _workloads[workload.Key] = workload;
    }

    private Workload WithOwners(Workload pod) => OwnerChain.Resolve(
        pod,
        owner => Find(owner.ApiVersion, owner.Kind) is { } type
            ? _workloads.GetValueOrDefault(new WorkloadKey(type, pod.Key.Namespace, owner.Name))
            : null,
        _ => null);

    private V1ServiceAccount? Account(Workload workload) => _accounts.GetValueOrDefault((workload.Key.Namespace, workload.ServiceAccount));

    private bool TryRead<T>(ManifestObject found, out T? value)
        where T : class
    {
        value = null;
        if (found.Name.Length > 0) return TryRead(found, found.Json, Json.Options, "", out value);
        _errors.Add($"{found}: metadata.name: it is missing");
        return false;
    }

    private bool TryRead<T>(ManifestObject found, JsonNode json, JsonSerializerOptions options, string root, out T? value)
        where T : class
    {
        value = null;
        try
        {
            value = (T?)json.Deserialize(options.GetTypeInfo(typeof(T)));
        }
        catch (JsonException e)
        {
            _errors.Add($"{found}: {JsonProblem.Describe(e, root)}");
        }

        return value is not null;
    }
}
