using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Auth;
using ImageCloneOperator.Testing.KubeApi.Errors;
using ImageCloneOperator.Testing.KubeApi.Http;
using ImageCloneOperator.Testing.KubeApi.Objects;
using ImageCloneOperator.Testing.KubeApi.Operations;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Testing.KubeApi.Workloads;

/// <summary>Creates the pods of workloads as kube-controller-manager does: by requests, which webhooks are asked about.</summary>
internal sealed class PodCreator(Cluster cluster, CreateHandler creator)
{
    private static readonly Identity Controller = Identity.ServiceAccount("kube-system", "replicaset-controller");

    /// <exception cref="ApiException">The pod is refused, or there is one of that name.</exception>
    public Task CreateAsync(JsonObject pod)
    {
        var path = new ResourcePath("", "v1", pod.Namespace(), "pods", "", "");
        var http = new DefaultHttpContext { Request = { Headers = { UserAgent = "kube-controller-manager/devcluster" } } };
        var request = new ApiRequest(http, path, "create", Controller) { Resource = cluster.Catalog.FindTable("/pods")! };
        return creator.CreateAsync(request, pod, FieldTracking.Update);
    }
}
