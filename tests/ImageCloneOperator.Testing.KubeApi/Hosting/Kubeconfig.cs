using System.Text;

namespace ImageCloneOperator.Testing.KubeApi.Hosting;

/// <summary>Kubeconfig texts.</summary>
internal static class Kubeconfig
{
    public static string WithCertificate(Uri server, string authority, string certificate, string key) =>
        Text(server, authority, $"client-certificate-data: {Encode(certificate)}\n    client-key-data: {Encode(key)}", "");

    public static string WithToken(Uri server, string authority, string token, string @namespace) =>
        Text(server, authority, $"token: {token}", $"\n    namespace: {@namespace}");

    private static string Text(Uri server, string authority, string credentials, string @namespace) =>
        $"""
        apiVersion: v1
        kind: Config
        clusters:
        - name: devcluster
          cluster:
            server: {server.GetLeftPart(UriPartial.Authority)}
            certificate-authority-data: {Encode(authority)}
        contexts:
        - name: devcluster
          context:
            cluster: devcluster
            user: devcluster{@namespace}
        current-context: devcluster
        users:
        - name: devcluster
          user:
            {credentials}

        """;

    private static string Encode(string pem) => Convert.ToBase64String(Encoding.ASCII.GetBytes(pem));
}
