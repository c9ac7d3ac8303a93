using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace ImageCloneOperator.Tests.Webhooks.Certificates;

/// <summary>What an API server finds when it connects.</summary>
internal static class Handshake
{
    public const string Host = "image-clone-operator.image-clone-system.svc";

    /// <summary>Between two of them: they cost more than other looks.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <returns>The thumbprint of what is served; null while there is nothing.</returns>
    /// <exception cref="System.Security.Authentication.AuthenticationException">The bundle does not trust it.</exception>
    public static async Task<string?> ServedAsync(Uri address, string bundle)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(address.Host, address.Port);
        await using var tls = new SslStream(tcp.GetStream());
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.ImportFromPem(bundle);
        try
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = Host, CertificateChainPolicy = trust });
            return tls.RemoteCertificate!.GetCertHashString();
        }
        catch (IOException)
        {
            return null;
        }
    }
}
