namespace ImageCloneOperator.DevCluster.Commands;

/// <summary>Whether a pod could pull its image: only from the registries that run here, and only what they have.</summary>
internal sealed class PullCheck(HttpClient client, IReadOnlyList<string> hosts)
{
    public async Task<bool> CanPullAsync(string image, CancellationToken cancellationToken)
    {
        var (host, rest) = image.Split('/', 2) is [var first, var last] ? (first, last) : ("", image);
        if (!hosts.Contains(host))
            return false;
        var (repository, reference) = Split(rest);
        using var request = new HttpRequestMessage(HttpMethod.Head, $"http://{host}/v2/{repository}/manifests/{reference}");
        using var response = await client.SendAsync(request, cancellationToken);
        return response.IsSuccessStatusCode;
    }

    private static (string Repository, string Reference) Split(string name)
    {
        var at = name.Split('@', 2);
        var parts = at[0].Split(':', 2);
        return (parts[0], at.Length == 2 ? at[1] : parts.Length == 2 ? parts[1] : "latest");
    }
}
