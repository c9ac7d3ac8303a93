using System.Text.Json.Nodes;
using ImageCloneOperator.DevCluster.Api.Http;

namespace ImageCloneOperator.DevCluster.Api.Admission;

/// <summary>Asks the configured webhooks about a write.</summary>
internal sealed class AdmissionChain(Cluster cluster)
{
    /// <summary>The object as the mutating webhooks leave it.</summary>
    public Task<JsonObject> AdmitAsync(ApiRequest request, string operation, JsonObject? old, JsonObject? obj)
    {
        _ = cluster;
        return Task.FromResult(obj!);
    }
}
