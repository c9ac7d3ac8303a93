using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace ImageCloneOperator.Registry.Protocol;

/// <summary>Lists the tags of one repository (distribution-spec, end-8).</summary>
internal sealed class TagClient(RepositorySession repository)
{
    private const int LargestPage = 4 << 20;

    public async IAsyncEnumerable<string> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = repository.Read(HttpMethod.Get, "tags/list?n=1000", "list tags") with { BodyLimit = LargestPage };
        HashSet<Uri> seen = [];
        while (seen.Add(request.Uri))
        {
            using var response = await repository.SendAsync(request, [HttpStatusCode.OK, HttpStatusCode.NotFound], cancellationToken);
            if (response.Status == HttpStatusCode.NotFound) yield break;
            foreach (var tag in Read(response.Body, request.Operation)) yield return tag;
            if (LinkHeader.Next(response, request.Operation) is not { } next) yield break;
            request = request with { Uri = next };
        }
    }

    private static IReadOnlyList<string> Read(byte[] body, RegistryOperation operation)
    {
        try
        {
            return JsonSerializer.Deserialize(body, RegistryJson.Default.TagList)?.Tags ?? [];
        }
        catch (JsonException e)
        {
            throw new RegistryException(RegistryErrorKind.Corrupt, operation, "the registry's answer is not valid JSON", e);
        }
    }
}
