using System.Net;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Protocol.Content;

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

    public async Task<IReadOnlyList<Descriptor>> ListAsync(Digest subject, CancellationToken cancellationToken)
    {
        if (repository.Limits.LacksReferrers) return await ListFallbackAsync(subject, cancellationToken);
        List<Descriptor> all = [];
        var request = repository.Read(HttpMethod.Get, $"referrers/{subject}", $"list referrers of {subject}") with
        {
            BodyLimit = LargestPage,
            Accept = [MediaTypes.OciIndex],
        };
        for (HashSet<Uri> seen = []; seen.Add(request.Uri);)
        {
            using var response = await repository.SendAsync(request, cancellationToken);
            if (response.Status is HttpStatusCode.TooManyRequests)
                throw ErrorResponses.From(request, response, repository.Time.GetUtcNow());
            if (response.Status != HttpStatusCode.OK || MediaTypes.Bare(response.Header("Content-Type")) != MediaTypes.OciIndex)
            {
                repository.Limits.LacksReferrers |=
                    response.Status is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.OK;
                return await ListFallbackAsync(subject, cancellationToken);
            }

            all.AddRange(ManifestParser.Parse(response.Body, subject, MediaTypes.OciIndex, request.Operation).Children);
            if (all.Count > MostReferrers)
                throw new RegistryException(RegistryErrorKind.Unsupported, request.Operation, $"more than {MostReferrers} referrers");
            if (LinkHeader.Next(response, request.Operation) is not { } next) break;
            request = request with { Uri = next };
        }

        return all;
    }

    public async Task<IReadOnlyList<Descriptor>> ListFallbackAsync(Digest subject, CancellationToken cancellationToken) =>
        await manifests.FindAsync(TagOf(subject), cancellationToken) is { IsIndex: true } index ? index.Children : [];
}
