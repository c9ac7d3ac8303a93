using System.Net;
using System.Text.Json;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Protocol.Content;
using ImageCloneOperator.Registry.Transport;

namespace ImageCloneOperator.Registry.Protocol;

/// <summary>
/// What refers to a manifest: the referrers API, else the index under the referrers tag (distribution-spec, Listing Referrers).
/// </summary>
internal sealed class ReferrerClient(RepositorySession repository, ManifestClient manifests)
{
    private const int LargestPage = 4 << 20;
    private const int MostReferrers = 1000;

    /// <summary>The tag that stands in for the API: algorithm and hash, cut to 32 and 64 characters.</summary>
    public static string TagOf(Digest subject) =>
        $"{subject.Algorithm[..Math.Min(32, subject.Algorithm.Length)]}-{subject.Encoded[..Math.Min(64, subject.Encoded.Length)]}";

    /// <exception cref="RegistryException">The registry failed. Going on would leave signatures behind.</exception>
    public async Task<ReferrerList> ListAsync(Digest subject, CancellationToken cancellationToken)
    {
        List<Descriptor> all = [];
        var request = repository.Read(HttpMethod.Get, $"referrers/{subject}", $"list referrers of {subject}") with
        {
            BodyLimit = LargestPage,
            Accept = [MediaTypes.OciIndex],
        };
        for (HashSet<Uri> seen = []; seen.Add(request.Uri);)
        {
            using var response = await repository.SendAsync(request, cancellationToken);
            if (response.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            {
                return await ListRefusedAsync(
                    subject, ErrorResponses.From(request, response, repository.Time.GetUtcNow()), cancellationToken);
            }

            if (LacksApi(response)) return new ReferrerList(await ListTaggedAsync(subject, cancellationToken), IsAsserted: false);
            if (response.Status != HttpStatusCode.OK) throw ErrorResponses.From(request, response, repository.Time.GetUtcNow());
            all.AddRange(ManifestParser.Parse(response.Body, subject, MediaTypes.OciIndex, request.Operation).Children);
            if (all.Count > MostReferrers)
                throw new RegistryException(RegistryErrorKind.Unsupported, request.Operation, $"more than {MostReferrers} referrers");
            if (LinkHeader.Next(response, request.Operation) is not { } next) break;
            request = request with { Uri = next };
        }

        return new ReferrerList(all, IsAsserted: true);
    }

    /// <summary>
    /// Reads the index under the referrers tag. Some registries resolve that tag, which is spelt like a digest, to the image itself.
    /// </summary>
    public async Task<IReadOnlyList<Descriptor>> ListTaggedAsync(Digest subject, CancellationToken cancellationToken) =>
        await manifests.FindAsync(TagOf(subject), cancellationToken) is { IsIndex: true, Subject: null } index && index.Digest != subject
            ? index.Children
            : [];

    private static bool LacksApi(RegistryResponse response) => response.Status switch
    {
        HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented => true,
        HttpStatusCode.OK => MediaTypes.Bare(response.Header("Content-Type")) != MediaTypes.OciIndex && !IsIndex(response.Body),
        _ => false,
    };

    /// <summary>The bytes decide, whatever they are announced as: taken for no list, they would leave signatures behind.</summary>
    private static bool IsIndex(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, RegistryJson.Default.ManifestDocument) is { SchemaVersion: 2, Manifests: not null };
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Some registries answer so to everybody, and have the tag.</summary>
    private async Task<ReferrerList> ListRefusedAsync(Digest subject, RegistryException refusal, CancellationToken cancellationToken)
    {
        try
        {
            return new ReferrerList(await ListTaggedAsync(subject, cancellationToken), IsAsserted: false) { Refusal = refusal };
        }
        catch (RegistryException e) when (e.IsRefusal)
        {
            return new ReferrerList([], IsAsserted: false) { Refusal = refusal };
        }
    }
}
