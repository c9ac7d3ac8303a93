using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Auth;
using ImageCloneOperator.Testing.KubeApi.Errors;
using ImageCloneOperator.Testing.KubeApi.Http;
using ImageCloneOperator.Testing.KubeApi.Objects;

namespace ImageCloneOperator.Testing.KubeApi.Operations;

/// <summary>Subresources other than status, and the reviews, which are answered and not stored.</summary>
internal sealed class SubresourceHandler(
    Cluster cluster,
    ServiceAccountTokens tokens,
    AccessReviews reviews,
    ScaleHandler scale,
    ObjectUpdater updater,
    ObjectResponder responder)
{
    private const long DefaultTokenSeconds = 3600;

    public Task HandleAsync(ApiRequest request) => (request.Resource.Table, request.Subresource, request.Verb) switch
    {
        ("/serviceaccounts", "token", "create") => TokenAsync(request),
        ("/namespaces", "finalize", "update") => FinalizeAsync(request),
        (_, "scale", _) when request.Resource.HasScale => scale.HandleAsync(request),
        _ => throw ApiError.UnknownResource(),
    };

    public async Task ReviewAsync(ApiRequest request)
    {
        if (request.Verb != "create") throw ApiError.MethodNotAllowed();
        var review = await ObjectDecoder.ReadAsync(request);
        review["status"] = reviews.Answer(request, review);
        await request.Http.Response.WriteJsonAsync(201, review, request.Cancelled);
    }

    private async Task TokenAsync(ApiRequest request)
    {
        var account = cluster.Find(request.Resource, request.Namespace, request.Name)
            ?? throw ApiError.NotFound(request.Resource, request.Name);
        var sent = RequestBody.Parse(await RequestBody.ReadJsonAsync(request.Http.Request, request.Cancelled), "TokenRequest", "v1");
        var seconds = sent.Number("spec", "expirationSeconds") is > 0 and var given ? given : DefaultTokenSeconds;
        if (seconds < 600)
        {
            throw new ApiException(
                422,
                "Invalid",
                "TokenRequest.authentication.k8s.io \"\" is invalid: spec.expirationSeconds: "
                    + $"Invalid value: {seconds}: may not specify a duration less than 10 minutes");
        }

        var spec = sent.Child("spec");
        var audiences = spec.Texts("audiences").ToList();
        if (audiences.Count == 0) spec["audiences"] = new JsonArray(ServiceAccountTokens.Issuer);
        spec["expirationSeconds"] = seconds;
        sent["kind"] = "TokenRequest";
        sent["apiVersion"] = "authentication.k8s.io/v1";
        sent["metadata"] = new JsonObject
        {
            ["name"] = request.Name,
            ["namespace"] = request.Namespace,
            ["creationTimestamp"] = cluster.Now,
        };
        var lifetime = TimeSpan.FromSeconds(seconds);
        sent["status"] = new JsonObject
        {
            ["token"] = tokens.Issue(account, audiences, lifetime),
            ["expirationTimestamp"] = Json.Time(cluster.Clock.GetUtcNow() + lifetime),
        };
        await request.Http.Response.WriteJsonAsync(201, sent, request.Cancelled);
    }

    private async Task FinalizeAsync(ApiRequest request)
    {
        var sent = await ObjectDecoder.ReadAsync(request);
        var finalizers = sent.At("spec", "finalizers")?.DeepClone();
        var updated = await updater.UpdateAsync(request, current =>
        {
            var next = current.DeepClone().AsObject();
            next["spec"] = finalizers is null ? new JsonObject() : new JsonObject { ["finalizers"] = finalizers.DeepClone() };
            return next;
        }, FieldTracking.None);
        await responder.WriteAsync(request, updated, 200);
    }
}
