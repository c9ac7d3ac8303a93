using ImageCloneOperator.Testing.Registry.Storage;
using ImageCloneOperator.Testing.Registry.Storage.Content;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Testing.Registry.Protocol.Manifests;

/// <summary>Distribution specification, end-12: the manifests that name a digest as their subject.</summary>
internal sealed class ReferrersEndpoint : IEndpoint
{
    public Task HandleAsync(RegistryCall call)
    {
        var subject = call.Route.Reference;
        if (call.Quirks.NoReferrers)
            throw new DistributionException(404, "UNSUPPORTED", "the referrers API is not there");
        if (!HttpMethods.IsGet(call.Request.Method))
            throw DistributionException.NotAllowed();
        if (!ContentDigest.IsValid(subject))
            throw DistributionException.DigestInvalid(subject);
        var body = new ReferrersBody(
            SchemaVersion: 2,
            ReferrersBody.IndexMediaType,
            Page(call, Filter(call, call.Store.Find(call.Route.Repository)?.ReferrersOf(subject) ?? [])));
        return call.Response.WriteAsJsonAsync(body, RegistryJson.Default.ReferrersBody, ReferrersBody.IndexMediaType, call.Aborted);
    }

    private static List<DescriptorBody> Filter(RegistryCall call, IEnumerable<StoredManifest> referrers)
    {
        var wanted = call.Query("artifactType");
        if (wanted.Length > 0)
            call.Response.Headers["OCI-Filters-Applied"] = "artifactType";
        return [.. referrers.Select(manifest => manifest.ToDescriptor())
            .Where(entry => wanted.Length == 0 || entry.ArtifactType == wanted)];
    }

    private static List<DescriptorBody> Page(RegistryCall call, List<DescriptorBody> entries)
    {
        var last = call.Query("last");
        var rest = entries.SkipWhile(entry => last.Length > 0 && StringComparer.Ordinal.Compare(entry.Digest, last) <= 0).ToList();
        if (call.Quirks.PageSize is not { } size || rest.Count <= size)
            return rest;
        var filter = call.Query("artifactType") is { Length: > 0 } type ? $"&artifactType={Uri.EscapeDataString(type)}" : "";
        call.Response.Headers.Link = $"<{call.Request.Path}?last={Uri.EscapeDataString(rest[size - 1].Digest!)}{filter}>; rel=\"next\"";
        return rest[..size];
    }
}
