using System.Text.Json;
using ImageCloneOperator.Testing.Registry.Storage;
using ImageCloneOperator.Testing.Registry.Storage.Content;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Testing.Registry.Protocol.Manifests;

/// <summary>Distribution specification, end-7: push a manifest by tag or digest, or by digest with tags.</summary>
internal static class ManifestPush
{
    /// <summary>The specification asks for 4 MiB at least.</summary>
    private const int LargestManifest = 4 * 1024 * 1024;

    public static async Task HandleAsync(RegistryCall call)
    {
        var reference = call.Route.Reference;
        var byDigest = ContentDigest.IsValid(reference);
        string[] tags = byDigest ? [.. call.Request.Query["tag"].OfType<string>()] : [reference];
        CheckTags(call, tags);
        var manifest = Read(call, await ReadBodyAsync(call), byDigest ? reference : null);
        var repository = call.Store.GetOrAdd(call.Route.Repository);
        CheckContent(repository, manifest);
        repository.Store(manifest);
        foreach (var tag in tags)
            repository.Tag(tag, manifest.Digest);
        Answer(call, manifest, byDigest ? tags : []);
    }

    private static void CheckTags(RegistryCall call, string[] tags)
    {
        foreach (var tag in tags)
        {
            if (!RegistryRoute.IsTag(tag))
                throw DistributionException.ManifestInvalid($"{tag} is neither a tag nor a digest");
            if (call.Quirks.ImmutableTags is { } status && call.Store.Find(call.Route.Repository)?.DigestOf(tag) is not null)
            {
                throw new DistributionException(status, "TAG_INVALID",
                    $"The image tag '{tag}' already exists in the '{call.Route.Repository}' repository and "
                        + "cannot be overwritten because the tag is immutable.");
            }
        }
    }

    private static async Task<byte[]> ReadBodyAsync(RegistryCall call)
    {
        using var body = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await call.Request.Body.ReadAsync(buffer, call.Aborted)) > 0)
        {
            if (body.Length + read > LargestManifest)
                throw new DistributionException(413, "MANIFEST_INVALID", "a manifest has at most 4 MiB");
            body.Write(buffer, 0, read);
        }
        return body.ToArray();
    }

    private static StoredManifest Read(RegistryCall call, byte[] bytes, string? expected)
    {
        var mediaType = call.Request.ContentType?.Split(';')[0].Trim();
        var digest = ContentDigest.Of(bytes, expected is not null && ContentDigest.IsSha512(expected));
        if (expected is not null && digest != expected)
            throw DistributionException.DigestInvalid(digest);
        try
        {
            var summary = ManifestSummary.Parse(bytes);
            mediaType ??= summary.MediaType;
            if (mediaType is null || (summary.MediaType ?? mediaType) != mediaType)
            {
                throw DistributionException.ManifestInvalid(
                    $"the Content-Type is {mediaType}, the manifest's own type {summary.MediaType}");
            }

            return new StoredManifest(digest, mediaType, bytes, summary);
        }
        catch (JsonException e)
        {
            throw DistributionException.ManifestInvalid(e.Message);
        }
    }

    private static void CheckContent(Repository repository, StoredManifest manifest)
    {
        var missing = manifest.Summary.Blobs.FirstOrDefault(blob => !repository.HasBlob(blob))
            ?? manifest.Summary.Children.FirstOrDefault(child => !repository.HasManifest(child) && !repository.HasBlob(child));
        if (missing is not null)
        {
            throw new DistributionException(
                400, "MANIFEST_BLOB_UNKNOWN", "the manifest refers to content that the repository lacks", missing);
        }
    }

    private static void Answer(RegistryCall call, StoredManifest manifest, string[] tags)
    {
        var response = call.Response;
        response.StatusCode = StatusCodes.Status201Created;
        response.Headers.Location = $"/v2/{call.Route.Repository}/manifests/{manifest.Digest}";
        response.Headers["Docker-Content-Digest"] = manifest.Digest;
        if (manifest.Summary.Subject is { } subject && !call.Quirks.NoReferrers)
            response.Headers["OCI-Subject"] = subject;
        if (tags.Length > 0)
            response.Headers["OCI-Tag"] = string.Join(", ", tags);
    }
}
