using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ImageCloneOperator.Testing.KubeApi.Hosting;

/// <summary>The cluster's certificate authority, with what it signs: the server's certificate and clients' ones.</summary>
internal sealed class ClusterCertificates : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    private readonly X509Certificate2 _authority;
    private readonly TimeProvider _clock;

    private ClusterCertificates(X509Certificate2 authority, ECDsa tokenKey, TimeProvider clock)
    {
        (_authority, TokenKey, _clock) = (authority, tokenKey, clock);
        Server = Sign("CN=kube-apiserver", serverAuthentication: true);
    }

    public X509Certificate2 Server { get; }

    /// <summary>Signs ServiceAccount tokens.</summary>
    public ECDsa TokenKey { get; }

    public string AuthorityPem => _authority.ExportCertificatePem();

    /// <summary>New ones, or those of an earlier run with the same directory.</summary>
    public static ClusterCertificates Load(string? directory, TimeProvider clock)
    {
        if (directory is null) return New(clock);
        var authority = Path.Combine(directory, "ca.pem");
        var tokens = Path.Combine(directory, "sa.pem");
        if (File.Exists(authority) && File.Exists(tokens))
        {
            var key = ECDsa.Create();
            key.ImportFromPem(File.ReadAllText(tokens));
            return new ClusterCertificates(X509Certificate2.CreateFromPemFile(authority), key, clock);
        }

        var created = New(clock);
        Directory.CreateDirectory(directory);
        WritePrivate(authority, $"{created.AuthorityPem}\n{created._authority.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()}\n");
        WritePrivate(tokens, created.TokenKey.ExportPkcs8PrivateKeyPem());
        return created;
    }

    /// <summary>A client certificate in PEM, with its key.</summary>
    public (string Certificate, string Key) Client(string user, string group)
    {
        using var certificate = Sign($"O={group}, CN={user}", serverAuthentication: false);
        return (certificate.ExportCertificatePem(), certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
    }

    public bool Signed(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(_authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }

    public void Dispose()
    {
        Server.Dispose();
        _authority.Dispose();
        TokenKey.Dispose();
    }

    private static ClusterCertificates New(TimeProvider clock)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=kubernetes", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = clock.GetUtcNow();
        return new ClusterCertificates(
            request.CreateSelfSigned(now.AddDays(-1), now.AddYears(10)), ECDsa.Create(ECCurve.NamedCurves.nistP256), clock);
    }

    private X509Certificate2 Sign(string subject, bool serverAuthentication)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid(serverAuthentication ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2")], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_authority, true, false));
        if (serverAuthentication) request.CertificateExtensions.Add(ServerNames());
        var now = _clock.GetUtcNow();
        using var signed = request.Create(_authority, now.AddHours(-1), now + Lifetime, RandomNumberGenerator.GetBytes(16));
        using var withKey = signed.CopyWithPrivateKey(key);
        // Only a key that came in with its certificate serves TLS on every platform.
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }

    private static X509Extension ServerNames()
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in (string[])[
            "localhost",
            "kubernetes",
            "kubernetes.default",
            "kubernetes.default.svc",
            "kubernetes.default.svc.cluster.local",
        ])
        {
            names.AddDnsName(name);
        }

        names.AddIpAddress(IPAddress.Loopback);
        return names.Build();
    }

    private static void WritePrivate(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(path, options);
        writer.Write(text);
    }
}
