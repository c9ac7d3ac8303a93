using ImageCloneOperator.Registry.Authentication;
using ImageCloneOperator.Registry.Protocol;
using ImageCloneOperator.Registry.Transport;

namespace ImageCloneOperator.Registry;

/// <summary>
/// What all copies of a program share: connections, tokens and each host's budget of requests. Make one and keep it.
/// </summary>
public sealed class RegistryClient : IDisposable
{
    /// <summary>For those who ask again by themselves.</summary>
    private readonly RegistryClientOptions once;
    private readonly ConnectionPool connections;
    private readonly TokenCache tokens;

    public RegistryClient(RegistryClientOptions? options = null, TimeProvider? time = null)
    {
        Options = options ?? new RegistryClientOptions();
        Time = time ?? TimeProvider.System;
        once = Options with { MaxAttempts = 1, ResponseTimeout = Options.ProbeTimeout };
        Retry = new RetryPolicy(Options, Time);
        connections = new ConnectionPool(Options, Time);
        tokens = new TokenCache(Time);
    }

    internal RegistryClientOptions Options { get; }

    internal TimeProvider Time { get; }

    internal RetryPolicy Retry { get; }

    public void Dispose() => connections.Dispose();

    internal RegistryRepository Open(RegistryEndpoint endpoint, RequestCounter counter) => Open(endpoint, counter, Options);

    /// <summary>As <see cref="Open(RegistryEndpoint, RequestCounter)"/>, but each request is sent once, and answered soon or not at all.</summary>
    internal RegistryRepository OpenOnce(RegistryEndpoint endpoint, RequestCounter counter) => Open(endpoint, counter, once);

    /// <summary>The endpoint's mirror, where it has one.</summary>
    internal RegistryRepository? OpenMirror(RegistryEndpoint endpoint, RequestCounter counter)
    {
        if (endpoint.Settings.Mirror is not { Length: > 0 } text) return null;
        var mirror = MirrorAddress.Parse(text, endpoint.Settings);
        return Open(endpoint, mirror.Root, mirror.Host, mirror.Prefix + endpoint.Image.Repository, counter, Options);
    }

    internal HostConnection Connect(RegistryEndpoint endpoint) => connections.Get(HostName.ApiRoot(endpoint.Image.Registry, endpoint.Settings), endpoint.Settings);

    private RegistryRepository Open(RegistryEndpoint endpoint, RequestCounter counter, RegistryClientOptions options) =>
        Open(endpoint, HostName.ApiRoot(endpoint.Image.Registry, endpoint.Settings), endpoint.Image.Registry, endpoint.Image.Repository, counter, options);

    private RegistryRepository Open(
        RegistryEndpoint endpoint, Uri root, string registry, string repository, RequestCounter counter, RegistryClientOptions options)
    {
        var connection = connections.Get(root, endpoint.Settings);
        var authenticator = new Authenticator(connection, registry, repository, endpoint.Credentials, tokens, new TokenClient(options, Retry, Time));
        var sender = new RequestSender(connection, authenticator, options, Retry, counter, Time);
        return new RegistryRepository(new RepositorySession(registry, repository, sender, options, Time));
    }
}
