using ImageCloneOperator.Testing.KubeApi.Admission;
using ImageCloneOperator.Testing.KubeApi.Auth;
using ImageCloneOperator.Testing.KubeApi.Controllers;
using ImageCloneOperator.Testing.KubeApi.Discovery;
using ImageCloneOperator.Testing.KubeApi.Faults;
using ImageCloneOperator.Testing.KubeApi.Hosting;
using ImageCloneOperator.Testing.KubeApi.Http;
using ImageCloneOperator.Testing.KubeApi.Operations;
using ImageCloneOperator.Testing.KubeApi.Operations.Reading;
using ImageCloneOperator.Testing.KubeApi.Storage;
using ImageCloneOperator.Testing.KubeApi.Workloads;

namespace ImageCloneOperator.Testing.KubeApi;

/// <summary>A Kubernetes API server in memory, over HTTPS on loopback, that kubectl can use.</summary>
public sealed class ApiServer : IAsyncDisposable
{
    private const string DefaultNamespace = "default";

    private readonly Cluster _cluster;
    private readonly ClusterCertificates _certificates;
    private readonly ServiceAccountTokens _tokens;
    private readonly WebhookClients _webhooks;
    private readonly ApiRouter _router;
    private readonly ControllerLoop _controllers;
    private readonly WorkloadController? _workloads;
    private readonly PodRunner? _pods;
    private ApiListener? _listener;

    private ApiServer(ApiServerOptions options)
    {
        _cluster = new Cluster(options);
        _certificates = ClusterCertificates.Load(options.DataDirectory, options.Clock);
        _tokens = new ServiceAccountTokens(_cluster, _certificates.TokenKey);
        _webhooks = new WebhookClients(_cluster);
        var admission = new AdmissionChain(_cluster, new WebhookCaller(_cluster, _webhooks));
        var creator = new CreateHandler(_cluster, new ObjectChecks(_cluster), admission, new ObjectResponder(_cluster));
        _router = Compose(admission, creator);
        // Owners and owned come back in any order: the controllers begin when all are there.
        if (options.DataDirectory is { } directory) _cluster.Store.Restore(Snapshot.Load(directory));
        var remover = new ObjectRemover(_cluster);
        if (options.RunWorkloads)
            (_workloads, _pods) = (new WorkloadController(_cluster, new PodCreator(_cluster, creator), remover), new PodRunner(_cluster));
        _controllers = new ControllerLoop(_cluster.Store,
        [
            new CustomResourceController(_cluster, remover),
            new NamespaceController(_cluster, remover, _certificates.AuthorityPem),
            new GarbageCollector(_cluster, remover),
            .. _workloads is null || _pods is null ? [] : (IController[])[_workloads, _pods],
        ]);
        Bootstrap.Run(_cluster);
    }

    /// <summary>Its address; the port stays the same over <see cref="StopAsync"/> and <see cref="ResumeAsync"/>.</summary>
    public Uri Url { get; private set; } = new("https://127.0.0.1");

    public FaultInjector Faults => _cluster.Faults;

    public RequestCounts Requests => _cluster.Requests;

    /// <summary>A kubeconfig of a cluster administrator, with a client certificate.</summary>
    public string AdminKubeconfig { get; private set; } = "";

    public static async Task<ApiServer> StartAsync(ApiServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        var server = new ApiServer(options ?? new ApiServerOptions());
        await server.ListenAsync(server._cluster.Options.Port, cancellationToken);
        var (certificate, key) = server._certificates.Client("kubernetes-admin", Identity.Masters);
        server.AdminKubeconfig = Kubeconfig.WithCertificate(server.Url, server._certificates.AuthorityPem, certificate, key);
        return server;
    }

    /// <summary>A kubeconfig with a token of a ServiceAccount, which must exist.</summary>
    public string ServiceAccountKubeconfig(string name, string @namespace = DefaultNamespace) =>
        Kubeconfig.WithToken(Url, _certificates.AuthorityPem, ServiceAccountToken(name, @namespace), @namespace);

    public string ServiceAccountToken(string name, string @namespace = DefaultNamespace)
    {
        var account = _cluster.Store.Find("/serviceaccounts", @namespace, name)
            ?? throw new InvalidOperationException($"The ServiceAccount {@namespace}/{name} does not exist: create it first.");
        return _tokens.Issue(account, [], TimeSpan.FromDays(1));
    }

    /// <summary>The certificate authority in PEM.</summary>
    public string AuthorityPem => _certificates.AuthorityPem;

    /// <summary>Forgets the history: watches and pages that are not up to date are told 410.</summary>
    public void Compact() => _cluster.Store.Compact();

    /// <summary>Takes the server off the network; connections break, objects stay.</summary>
    public async Task StopAsync()
    {
        if (_listener is not { } listener) return;
        _listener = null;
        await listener.DisposeAsync();
    }

    /// <summary>Brings the server back on the same port after <see cref="StopAsync"/>.</summary>
    public Task ResumeAsync(CancellationToken cancellationToken = default) => ListenAsync(Url.Port, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _controllers.DisposeAsync();
        if (_workloads is not null) await _workloads.DisposeAsync();
        if (_pods is not null) await _pods.DisposeAsync();
        if (_cluster.Options.DataDirectory is { } directory) Snapshot.Save(directory, _cluster.Store.Everything());
        _webhooks.Dispose();
        _certificates.Dispose();
    }

    private async Task ListenAsync(int port, CancellationToken cancellationToken)
    {
        _listener = await ApiListener.StartAsync(port, _certificates, _router, cancellationToken);
        Url = _listener.Url;
    }

    private ApiRouter Compose(AdmissionChain admission, CreateHandler creator)
    {
        var authorizer = new Authorizer(_cluster);
        var responder = new ObjectResponder(_cluster);
        var reader = new ListReader(_cluster);
        var updater = new ObjectUpdater(_cluster, admission);
        var subresources = new SubresourceHandler(
            _cluster, _tokens, new AccessReviews(_cluster, authorizer, _tokens), new ScaleHandler(_cluster, updater), updater, responder);
        var dispatcher = new ResourceDispatcher(
            new GetHandler(_cluster, responder), new ListHandler(_cluster, reader), new WatchHandler(_cluster), creator,
            new UpdateHandler(_cluster, creator, updater, responder),
            new PatchHandler(updater, responder, new ApplyHandler(_cluster, creator, updater, responder)),
            new DeleteHandler(_cluster, new ObjectRemover(_cluster), reader, admission, responder), subresources);
        return new ApiRouter(_cluster, new Authenticator(_tokens), authorizer, dispatcher, new DocumentHandler(_cluster));
    }
}
