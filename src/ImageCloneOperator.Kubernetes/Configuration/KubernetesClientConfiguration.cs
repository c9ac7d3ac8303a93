namespace ImageCloneOperator.Kubernetes.Configuration;

/// <summary>Which cluster to talk to, and as whom.</summary>
public sealed record KubernetesClientConfiguration
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
}
