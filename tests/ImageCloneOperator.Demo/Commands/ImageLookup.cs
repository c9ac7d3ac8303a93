using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.Demo.Commands;

/// <summary>What the registries that run here have; a node can pull these images and no others.</summary>
internal sealed class ImageLookup(HttpClient client)
{
    private static readonly string Accepted = string.Join(
        ',', SampleMediaTypes.OciIndex, SampleMediaTypes.OciManifest, SampleMediaTypes.DockerList, SampleMediaTypes.DockerManifest);

    private readonly Dictionary<string, AuthenticationHeaderValue?> _registries = new(StringComparer.Ordinal);

    /// <param name="registry">It may ask for no login or for Basic.</param>
    /// <param name="account">Whose login serves.</param>
    public void Add(RegistryServer registry, RegistryAccount? account = null) => _registries[registry.Host] = account is null
        ? null
        : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{account.User}:{account.Password}")));

    public async Task<bool> CanPullAsync(string image, CancellationToken cancellationToken)
    {
        try
        {
            return await DigestAsync(image, cancellationToken) is not null;
        }
        catch (HttpRequestException)
        {
            // The registry is gone.
            return false;
        }
    }

    /// <summary>Null where there is no such image.</summary>
    public async Task<string?> DigestAsync(string image, CancellationToken cancellationToken)
    {
        using var response = await AskAsync(HttpMethod.Head, image, cancellationToken);
        return response is { IsSuccessStatusCode: true } ? response.Headers.GetValues("Docker-Content-Digest").Single() : null;
    }

    /// <inheritdoc cref="DigestAsync"/>
    public async Task<JsonNode?> ManifestAsync(string image, CancellationToken cancellationToken)
    {
        using var response = await AskAsync(HttpMethod.Get, image, cancellationToken);
        return response is { IsSuccessStatusCode: true }
            ? JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))
            : null;
    }

    private async Task<HttpResponseMessage?> AskAsync(HttpMethod method, string image, CancellationToken cancellationToken)
    {
        var (host, name) = image.Split('/', 2) is [var first, var rest] ? (first, rest) : ("", image);
        if (!_registries.TryGetValue(host, out var login)) return null;
        var (repository, reference) = Split(name);
        using var request = new HttpRequestMessage(method, $"http://{host}/v2/{repository}/manifests/{reference}");
        request.Headers.Authorization = login;
        request.Headers.TryAddWithoutValidation("Accept", Accepted);
        return await client.SendAsync(request, cancellationToken);
    }

    private static (string Repository, string Reference) Split(string name)
    {
        var at = name.Split('@', 2);
        var parts = at[0].Split(':', 2);
        return (parts[0], at.Length == 2 ? at[1] : parts.Length == 2 ? parts[1] : "latest");
    }
}
