using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ImageCloneOperator.Options;

namespace ImageCloneOperator.Webhooks.Certificates;

/// <summary>
/// Who may ask the webhooks: whoever has a certificate of the authorities in --webhook-client-ca, which is read anew for each connection;
/// everybody where the option is not given.
/// </summary>
internal sealed class WebhookCallers(RunOptions options)
{
    private static readonly Oid ClientAuthentication = new("1.3.6.1.5.5.7.3.2");

    /// <summary>Every caller is the API server: an answer may say what policies do with images.</summary>
    public bool AreKnown => options.WebhookClientCa is not null;

    /// <exception cref="IOException">The file cannot be read: nobody is let in.</exception>
    public SslServerAuthenticationOptions Tls(SslServerAuthenticationOptions serving)
    {
        if (options.WebhookClientCa is not { } file) return serving;
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(CertificateChecks.Read(File.ReadAllText(file)));
        policy.ApplicationPolicy.Add(ClientAuthentication);
        return new SslServerAuthenticationOptions
        {
            ServerCertificateContext = serving.ServerCertificateContext,
            ClientCertificateRequired = true,
            CertificateChainPolicy = policy,
        };
    }
}
