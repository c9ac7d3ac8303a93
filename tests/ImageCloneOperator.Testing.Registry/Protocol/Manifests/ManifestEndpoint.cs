using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Testing.Registry.Protocol.Manifests;

/// <summary>Distribution specification, end-3 and end-9: pull, test and delete a manifest. Pushing is <see cref="ManifestPush"/>.</summary>
internal sealed class ManifestEndpoint : IEndpoint
{
    public Task HandleAsync(RegistryCall call) => call.Request.Method switch
    {
        "GET" => SendAsync(call),
        "HEAD" when !call.Quirks.NoManifestHead => SendAsync(call),
        "PUT" => ManifestPush.HandleAsync(call),
        "DELETE" => Delete(call),
        _ => throw DistributionException.NotAllowed(),
    };

    private static async Task SendAsync(RegistryCall call)
    {
        var repository = call.Store.Find(call.Route.Repository) ?? throw DistributionException.NameUnknown(call.Route.Repository);
        var manifest = repository.FindManifest(call.Route.Reference) ?? throw DistributionException.ManifestUnknown(call.Route.Reference);
        var response = call.Response;
        response.ContentType = manifest.MediaType;
        response.ContentLength = manifest.Bytes.Length;
        response.Headers["Docker-Content-Digest"] = manifest.Digest;
        response.Headers.ETag = $"\"{manifest.Digest}\"";
        if (HttpMethods.IsGet(call.Request.Method))
            await response.Body.WriteAsync(manifest.Bytes, call.Aborted);
    }

    private static Task Delete(RegistryCall call)
    {
        var reference = call.Route.Reference;
        var repository = call.Store.Find(call.Route.Repository) ?? throw DistributionException.NameUnknown(call.Route.Repository);
        if (!repository.Untag(reference) && !repository.Remove(reference))
            throw DistributionException.ManifestUnknown(reference);
        call.Response.StatusCode = StatusCodes.Status202Accepted;
        return Task.CompletedTask;
    }
}
