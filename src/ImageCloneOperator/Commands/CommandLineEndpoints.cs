using System.Collections.Concurrent;
using System.Net;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Credentials.CloudIdentity;
using ImageCloneOperator.Credentials.DockerConfig;
using ImageCloneOperator.Registry;

namespace ImageCloneOperator.Commands;

/// <summary>Builds the endpoint of each image from the command's options and the Docker config.</summary>
internal sealed class CommandLineEndpoints(
    RegistryArguments arguments,
    IReadOnlyDictionary<string, string> authorities,
    ICredentialProvider credentials,
    CloudIdentities identities)
{
    private const string AllHosts = "";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly HashSet<string> _plainHttp = arguments.PlainHttp.ToHashSet(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _httpStorage = arguments.HttpStorage.ToHashSet(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, Lazy<Task<bool>>> _speaksHttp = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Those of where the command runs.</summary>
    public CloudIdentities Identities => identities;

    public async ValueTask<RegistryEndpoint> EndpointOfAsync(ImageReference image)
    {
        if (image.IsInLayout) return new RegistryEndpoint(image);
        var isPlain = _plainHttp.Contains(image.Registry);
        return new RegistryEndpoint(image, credentials)
        {
            Settings = new RegistryHostSettings
            {
                PlainHttp = isPlain,
                CertificateAuthorityPem = isPlain ? null : await AuthorityAsync(image.Registry),
                AllowHttpStorage = _httpStorage.Contains(image.Registry),
            },
        };
    }

    /// <exception cref="UsageException">A file cannot be read.</exception>
    public static async Task<CommandLineEndpoints> CreateAsync(
        RegistryArguments arguments, CloudIdentities identities, CancellationToken cancellationToken)
    {
        var authorities = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var text in arguments.CaFiles)
        {
            // No host has a slash: the = is one of the path's.
            var (host, path) = text.Split('=', 2) is [var left, var right] && !left.Contains('/') ? (left, right) : (AllHosts, text);
            var pem = await ReadAsync(path, cancellationToken);
            authorities[host] = authorities.TryGetValue(host, out var other) ? $"{other}\n{pem}" : pem;
        }

        var stored = await DockerCredentials.LoadAsync(DockerConfigFile.DefaultPath, cancellationToken);
        return new CommandLineEndpoints(
            arguments,
            authorities,
            new CloudCredentials(stored, identities, host => arguments.Providers.GetValueOrDefault(host)),
            identities);
    }

    /// <summary>
    /// A registry on this machine is spoken to with TLS where an authority is given for it; one that is given for all leaves it to the
    /// registry.
    /// </summary>
    private async ValueTask<string?> AuthorityAsync(string registry)
    {
        if (authorities.TryGetValue(registry, out var own)) return own;
        if (!authorities.TryGetValue(AllHosts, out var pem)) return null;
        return IsLoopback(registry) && await SpeaksHttpAsync(registry) ? null : pem;
    }

    private static bool IsLoopback(string registry) =>
        Uri.TryCreate($"https://{registry}/", UriKind.Absolute, out var uri)
        && (uri.IsLoopback || (IPAddress.TryParse(uri.DnsSafeHost, out var address) && IPAddress.IsLoopback(address)));

    private Task<bool> SpeaksHttpAsync(string registry) =>
        _speaksHttp.GetOrAdd(registry, host => new Lazy<Task<bool>>(() => AskAsync(host))).Value;

    /// <summary>Servers that speak TLS answer plain HTTP with 400, or not at all.</summary>
    private static async Task<bool> AskAsync(string registry)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = Patience };
        try
        {
            using var response = await http.GetAsync(new Uri($"http://{registry}/v2/"), HttpCompletionOption.ResponseHeadersRead);
            return response.StatusCode != HttpStatusCode.BadRequest;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var pem = await File.ReadAllTextAsync(path, cancellationToken);
            return CertificateAuthorities.ProblemOf(pem) is { } problem
                ? throw new UsageException($"--ca-file: {path} {problem}.")
                : pem;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--ca-file: {e.Message}");
        }
    }
}
