using ImageCloneOperator.Kubernetes.Configuration.Credentials;
using ImageCloneOperator.Kubernetes.Errors;

namespace ImageCloneOperator.Kubernetes.Configuration;

/// <summary>Which cluster to talk to, and as whom.</summary>
public sealed record ClusterConfiguration
{
    private readonly Uri _server = null!;

    /// <summary>The API server's address; a path in it is kept.</summary>
    public required Uri Server
    {
        get => _server;
        init => _server = value.AbsolutePath.EndsWith('/') ? value : new(value + "/");
    }

    /// <summary>The namespace for what names none.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>Where this comes from, for messages: <c>context "x" of /home/me/.kube/config</c>.</summary>
    public string Source { get; init; } = "";

    /// <summary>This program runs in a pod of the cluster, as the pod's ServiceAccount.</summary>
    public bool IsInPod { get; init; }

    public TlsSettings Tls { get; init; } = new();

    /// <summary>http, https or socks5; null leaves it to HTTPS_PROXY and NO_PROXY.</summary>
    public Uri? Proxy { get; init; }

    public ImpersonationSettings? Impersonation { get; init; }

    /// <summary>Null sends no credentials.</summary>
    public ICredentialSource? Credentials { get; init; }

    /// <summary>
    /// What kubectl would use: the files of KUBECONFIG, else ~/.kube/config, else the ServiceAccount of the pod that this runs in.
    /// </summary>
    /// <param name="context">Null takes the current context.</param>
    /// <exception cref="KubeConfigException">There is none, or it cannot be used.</exception>
    public static ClusterConfiguration Load(string? context = null, TimeProvider? time = null) =>
        ConfigurationLocator.Load(Environment.GetEnvironmentVariable, context, time ?? TimeProvider.System);

    /// <summary>What one kubeconfig file says.</summary>
    /// <inheritdoc cref="Load"/>
    public static ClusterConfiguration FromFile(string path, string? context = null, TimeProvider? time = null) =>
        KubeConfig.Read([path]).Select(context, time ?? TimeProvider.System);
}
