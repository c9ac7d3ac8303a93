using System.Net;
using ImageCloneOperator.Testing.Registry.Auth;
using ImageCloneOperator.Testing.Registry.Faults;
using ImageCloneOperator.Testing.Registry.Protocol;
using ImageCloneOperator.Testing.Registry.Protocol.Blobs;
using ImageCloneOperator.Testing.Registry.Protocol.Listing;
using ImageCloneOperator.Testing.Registry.Protocol.Manifests;
using ImageCloneOperator.Testing.Registry.Requests;
using ImageCloneOperator.Testing.Registry.Samples;
using ImageCloneOperator.Testing.Registry.Storage;
using ImageCloneOperator.Testing.Registry.Tls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ImageCloneOperator.Testing.Registry;

/// <summary>An OCI registry (distribution specification 1.1) on loopback that fails on demand.</summary>
public sealed class RegistryServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TokenIssuer _tokens;
    private readonly RegistryStore _store;
    private volatile RegistryQuirks _quirks;

    private RegistryServer(RegistryOptions options)
    {
        _quirks = options.Quirks;
        CertificateAuthority = options.Https ? new LoopbackCertificateAuthority(options.Time) : null;
        var access = new Access(options);
        _tokens = new TokenIssuer(access, options.TokenServer, options.Time);
        _store = options.DataFolder is { } folder ? RegistryStore.InFolder(folder) : RegistryStore.InMemory();
        var pipeline = new RegistryPipeline(this, _store, Authenticator(options, access), Endpoints(options, access), options.Time);
        _app = Build(options);
        ((IApplicationBuilder)_app).Run(pipeline.HandleAsync);
    }

    /// <summary>Such as <c>http://127.0.0.1:5000/</c>.</summary>
    public Uri Address => Addresses.Registry;

    /// <summary>As image names begin with: host and port.</summary>
    public string Host => Address.Authority;

    public FaultList Faults { get; } = new();

    public RequestLog Requests { get; } = new();

    /// <summary>May be changed while the registry runs; requests that have begun keep the old ones.</summary>
    public RegistryQuirks Quirks
    {
        get => _quirks;
        set => _quirks = value;
    }

    /// <summary>
    /// Stands before the registry and answers as no quirk does: it may answer itself, or call what is next. Null lets every request
    /// through.
    /// </summary>
    public Func<HttpContext, Func<Task>, Task>? Interceptor { get; set; }

    /// <summary>A way into the storage for <see cref="SampleRepository"/>: past checks, faults and the request log.</summary>
    public ISampleTarget Samples => new StoreSampleTarget(_store);

    /// <summary>Who signed the server's certificate; null without HTTPS.</summary>
    public LoopbackCertificateAuthority? CertificateAuthority { get; }

    internal RegistryAddresses Addresses { get; private set; } = null!;

    public static async Task<RegistryServer> StartAsync(RegistryOptions options, CancellationToken cancellationToken = default)
    {
        var server = new RegistryServer(options);
        await server._app.StartAsync(cancellationToken);
        server.Addresses = server.AddressesOf(options);
        return server;
    }

    /// <summary>A refresh token (Docker: identity token) for the account with this name.</summary>
    public string IssueRefreshToken(RegistryAccount account) => _tokens.IssueRefreshToken(account);

    /// <summary>All tokens handed out so far are refused from now on.</summary>
    public void RevokeTokens() => _tokens.RevokeAll();

    public async ValueTask DisposeAsync()
    {
        // Requests that hang on purpose are not waited for.
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
        CertificateAuthority?.Dispose();
    }

    private WebApplication Build(RegistryOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.MaxResponseBufferSize = 1024 * 1024;
            foreach (var port in new[] { options.Port, 0, 0 })
                kestrel.Listen(IPAddress.Loopback, port, Secure);
        });
        return builder.Build();
    }

    private void Secure(ListenOptions listen)
    {
        if (CertificateAuthority is { } authority)
            listen.UseHttps(authority.IssueServerCertificate());
    }

    private RegistryAddresses AddressesOf(RegistryOptions options)
    {
        var addresses = ((IApplicationBuilder)_app).ServerFeatures.Get<IServerAddressesFeature>()!.Addresses
            .Select(address => new Uri(address))
            .ToList();
        var token = options.TokenServer.Separate ? addresses[1] : addresses[0];
        return new RegistryAddresses(
            addresses[0],
            new Uri(token, RegistryRoute.TokenPath),
            new UriBuilder(addresses[2]) { Host = "localhost" }.Uri);
    }

    private IAuthenticator Authenticator(RegistryOptions options, Access access) => options.Auth switch
    {
        RegistryAuth.Basic => new BasicAuthenticator(access),
        RegistryAuth.Token => new TokenAuthenticator(_tokens, options.TokenServer, () => Addresses.Token),
        _ => new NoAuthenticator(),
    };

    private Dictionary<RequestKind, IEndpoint> Endpoints(RegistryOptions options, Access access) => new()
    {
        [RequestKind.Ping] = new PingEndpoint(),
        [RequestKind.Catalog] = new CatalogEndpoint(),
        [RequestKind.Blob] = new BlobEndpoint(),
        [RequestKind.Upload] = new UploadEndpoint(),
        [RequestKind.Manifest] = new ManifestEndpoint(),
        [RequestKind.Tags] = new TagsEndpoint(),
        [RequestKind.Referrers] = new ReferrersEndpoint(),
        [RequestKind.Storage] = new StorageEndpoint(),
        [RequestKind.Token] = new TokenEndpoint(access, _tokens, options.TokenServer),
    };
}
