using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ImageCloneOperator.Kubernetes.Configuration.Credentials;
using ImageCloneOperator.Kubernetes.Errors;

namespace ImageCloneOperator.Kubernetes.Configuration;

/// <summary>The ServiceAccount that a pod runs as (kubernetes.io: Accessing the Kubernetes API from a Pod).</summary>
internal static class InClusterConfiguration
{
    public const string DefaultFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>Null outside of a pod.</summary>
    public static ClusterConfiguration? TryLoad(Func<string, string?> environment, string folder, TimeProvider time)
    {
        var host = environment("KUBERNETES_SERVICE_HOST");
        var port = environment("KUBERNETES_SERVICE_PORT");
        var token = Path.Combine(folder, "token");
        if (string.IsNullOrEmpty(host) || string.IsNullOrEmpty(port) || !File.Exists(token))
            return null;
        return new()
        {
            Server = new($"https://{(host.Contains(':') ? $"[{host}]" : host)}:{port}"),
            Namespace = environment("POD_NAMESPACE") ?? ReadNamespace(Path.Combine(folder, "namespace")),
            Source = $"the ServiceAccount in {folder}",
            IsInPod = true,
            Tls = new() { Authorities = ReadAuthorities(Path.Combine(folder, "ca.crt")) },
            Credentials = new TokenFileSource(token, time),
        };
    }

    private static string ReadNamespace(string file) => File.Exists(file) ? File.ReadAllText(file).Trim() : "default";

    private static X509Certificate2Collection? ReadAuthorities(string file)
    {
        if (!File.Exists(file))
            return null;
        try
        {
            return Certificates.Authorities(File.ReadAllText(file));
        }
        catch (CryptographicException exception)
        {
            throw new KubeConfigException(file, "holds no PEM certificate", exception);
        }
    }
}
