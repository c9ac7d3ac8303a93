using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Authentication;
using ImageCloneOperator.Registry.Copying;
using ImageCloneOperator.Registry.Layouts;
using ImageCloneOperator.Registry.Protocol;
using ImageCloneOperator.Registry.Transport;
using ImageCloneOperator.Registry.Transport.Connections;
using ImageCloneOperator.Registry.Transport.Limits;

namespace ImageCloneOperator.Registry;

/// <summary>
/// What all copies of a program share: connections, tokens and each host's budget of requests. Make one and keep it.
/// </summary>
public sealed class RegistryClient : IDisposable
{
    /// <summary>For callers that ask again by themselves.</summary>
    private readonly RegistryClientOptions _once;
    private readonly ConnectionPool _connections;
    private readonly HostChallenges _challenges;
    private readonly TokenCache _tokens;
    private readonly LayoutTable _layouts;

    public RegistryClient(RegistryClientOptions? options = null, TimeProvider? time = null)
    {
        Options = options ?? new RegistryClientOptions();
        Time = time ?? TimeProvider.System;
        _once = Options with { MaxAttempts = 1, LongestRefusal = TimeSpan.Zero, ResponseTimeout = Options.ProbeTimeout };
        Retry = new RetryPolicy(Options, Time);
        Hosts = new SharedHosts(Time);
        _connections = new ConnectionPool(Options, Hosts, Time);
        _challenges = new HostChallenges(Options, Time);
        _tokens = new TokenCache(Time);
        _layouts = new LayoutTable(Options, Time);
    }

    /// <summary>What other processes that ask the same hosts need to know, and tell.</summary>
    public SharedHosts Hosts { get; }

    internal RegistryClientOptions Options { get; }

    internal TimeProvider Time { get; }

    internal RetryPolicy Retry { get; }

    internal LargeGraphs LargeGraphs { get; } = new();

    public void Dispose()
    {
        _connections.Dispose();
        _tokens.Dispose();
        LargeGraphs.Dispose();
        _layouts.Dispose();
    }

    /// <summary>Writes the archives of OCI layouts that were copied to. Until then they are as they were before.</summary>
    /// <param name="isWhole">Nothing failed. Else what was copied in vain is kept beside the archive for the next try.</param>
    /// <param name="cancellationToken">Ends it; what was copied is kept for the next try.</param>
    /// <exception cref="RegistryException">An archive cannot be written.</exception>
    public Task CompleteLayoutsAsync(bool isWhole, CancellationToken cancellationToken = default) =>
        _layouts.CompleteAsync(isWhole, cancellationToken);

    internal RegistryRepository Open(RegistryEndpoint endpoint, RequestCounter counter) => Open(endpoint, counter, Options);

    /// <summary>Each request is sent once, and answered soon or not at all.</summary>
    internal RegistryRepository OpenOnce(RegistryEndpoint endpoint, RequestCounter counter) => Open(endpoint, counter, _once);

    /// <summary>The endpoint's mirror, where it has one.</summary>
    internal RegistryRepository? OpenMirror(RegistryEndpoint endpoint, RequestCounter counter)
    {
        if (endpoint.Settings.Mirror is not { Length: > 0 } text) return null;
        var settings = endpoint.Settings.OfMirror;
        var mirror = MirrorAddress.Parse(text, settings);
        return Open(
            endpoint with { Settings = settings }, mirror.Root, mirror.Host, mirror.Prefix + endpoint.Image.Repository, counter, Options);
    }

    internal HostConnection Connect(RegistryEndpoint endpoint) => _connections.Get(RootOf(endpoint), endpoint.Settings);

    private static Uri RootOf(RegistryEndpoint endpoint) => HostName.ApiRoot(endpoint.Image.Registry, endpoint.Settings);

    private RegistryRepository Open(RegistryEndpoint endpoint, RequestCounter counter, RegistryClientOptions options) =>
        LayoutReference.Of(endpoint.Image) is { } layout
            ? OpenLayout(endpoint, layout, counter, options)
            : Open(endpoint, RootOf(endpoint), endpoint.Image.Registry, endpoint.Image.Repository, counter, options);

    private RegistryRepository OpenLayout(
        RegistryEndpoint endpoint, LayoutReference layout, RequestCounter counter, RegistryClientOptions options)
    {
        var sender = SenderOf(_layouts.Connect(layout), new LayoutAuthenticator(), counter, options);
        return Open(sender, endpoint, endpoint.Image.Registry, endpoint.Image.Repository, options);
    }

    private RegistryRepository Open(
        RegistryEndpoint endpoint, Uri root, string registry, string repository, RequestCounter counter, RegistryClientOptions options)
    {
        var connection = _connections.Get(root, endpoint.Settings);
        var tokenClient = new TokenClient(options, Retry, Time);
        var authenticator = new Authenticator(
            connection, endpoint.Credentials, registry, repository, _challenges, _tokens, tokenClient);
        var sender = SenderOf(connection, authenticator, counter, options);
        return Open(sender, endpoint, registry, repository, options);
    }

    private RequestSender SenderOf(
        HostConnection connection, IRequestAuthenticator authenticator, RequestCounter counter, RegistryClientOptions options) =>
        new(connection, authenticator, options, Retry, counter, Time);

    private RegistryRepository Open(
        RequestSender sender, RegistryEndpoint endpoint, string registry, string repository, RegistryClientOptions options) => new(
        new RepositorySession(registry, repository, sender, options, Time)
        {
            MakeRepository = endpoint.MakeRepository,
            BeforeManifest = endpoint.BeforeManifest,
        });
}
