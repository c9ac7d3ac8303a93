using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Registry;

namespace ImageCloneOperator.Credentials;

/// <summary>A copy as some pods pull it.</summary>
/// <param name="Endpoint">The copy, with the credentials that these pods have for it; none where they have none.</param>
/// <param name="Workload">One of those whose pods these are.</param>
/// <param name="Unusable">
/// Secrets that its pods name and that are missing, malformed or not to be read: kubelet goes on without them.
/// </param>
internal sealed record PodAccess(RegistryEndpoint Endpoint, WorkloadKey Workload, IReadOnlyList<SecretName> Unusable);
