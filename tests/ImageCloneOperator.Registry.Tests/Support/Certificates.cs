using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ImageCloneOperator.Registry.Tests.Support;

/// <summary>Certificates with their keys, signed by each other.</summary>
internal static class Certificates
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    public static X509Certificate2 Authority(string name, X509Certificate2? signer = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return Sign(request, key, signer, Now.AddDays(signer is null ? -40 : -30), Now.AddDays(signer is null ? 20 : 10));
    }

    /// <summary>For 127.0.0.1 unless it is for another name.</summary>
    public static X509Certificate2 Server(X509Certificate2? signer, string? name = null, DateTimeOffset? until = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=registry", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (name is null) names.AddIpAddress(IPAddress.Loopback);
        else names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        return Sign(request, key, signer, Now.AddDays(-20), until ?? Now.AddDays(5));
    }

    private static X509Certificate2 Sign(
        CertificateRequest request, ECDsa key, X509Certificate2? signer, DateTimeOffset from, DateTimeOffset until)
    {
        if (signer is null) return request.CreateSelfSigned(from, until);
        using var signed = request.Create(
            signer, from, until, RandomNumberGenerator.GetBytes(16));
        return signed.CopyWithPrivateKey(key);
    }
}
