using System.Net;
using ImageCloneOperator.Registry.Transport;
using ImageCloneOperator.Registry.Transport.Connections;
using ImageCloneOperator.Registry.Transport.Limits;

namespace ImageCloneOperator.Registry.Protocol;

/// <summary>One repository as one owner of credentials sees it.</summary>
internal sealed class RepositorySession(
    string registry, string repository, RequestSender sender, RegistryClientOptions options, TimeProvider time)
{
    public string Registry { get; } = registry;

    public string Repository { get; } = repository;

    /// <summary>Identifies the host in everything that copies share.</summary>
    public string Host => Limits.Host;

    public HostLimits Limits => sender.Connection.Limits;

    public HostTraits Traits => sender.Connection.Traits;

    public bool AllowsHttpStorage => sender.Connection.AllowsHttpStorage;

    /// <inheritdoc cref="RegistryEndpoint.MakeRepository"/>
    public Func<CancellationToken, Task<string?>>? MakeRepository { get; init; }

    public RegistryClientOptions Options { get; } = options;

    public TimeProvider Time { get; } = time;

    /// <inheritdoc cref="RegistryEndpoint.BeforeManifest"/>
    public Action? BeforeManifest { get; init; }

    public RegistryOperation Operation(string name) => new(name, Registry, Repository);

    public RegistryRequest Read(HttpMethod method, string path, string operation) =>
        new(method, At(path), Operation(operation)) { Scopes = [TokenScopes.Pull(Repository)] };

    public RegistryRequest Write(HttpMethod method, string path, string operation) => Write(method, At(path), operation);

    public RegistryRequest Write(HttpMethod method, Uri uri, string operation) =>
        new(method, uri, Operation(operation)) { Scopes = [TokenScopes.PullPush(Repository)] };

    public Task<RegistryResponse> SendAsync(RegistryRequest request, CancellationToken cancellationToken) =>
        sender.SendAsync(request, cancellationToken);

    /// <summary>Sends, and throws unless the answer has one of these statuses.</summary>
    public async Task<RegistryResponse> SendAsync(
        RegistryRequest request, IReadOnlyList<HttpStatusCode> expected, CancellationToken cancellationToken)
    {
        var (response, refusal) = await TryAsync(request, expected, cancellationToken);
        if (response is null && MakeRepository is not null && MayCreate(request) && refusal!.SaysRepositoryIsMissing)
        {
            if (await MakeRepository(cancellationToken) is { } problem) throw refusal.With(problem);
            (response, refusal) = await TryAsync(request, expected, cancellationToken);
        }

        return response ?? throw refusal!;
    }

    private async Task<(RegistryResponse? Response, RegistryException? Refusal)> TryAsync(
        RegistryRequest request, IReadOnlyList<HttpStatusCode> expected, CancellationToken cancellationToken)
    {
        var response = await sender.SendAsync(request, cancellationToken);
        if (expected.Contains(response.Status)) return (response, null);
        using (response) return (null, ErrorResponses.From(request, response, Time.GetUtcNow()));
    }

    private static bool MayCreate(RegistryRequest request) => !request.IsRead && request.Method != HttpMethod.Delete;

    private Uri At(string path) => new(sender.Connection.Root, $"v2/{Repository}/{path}");
}
