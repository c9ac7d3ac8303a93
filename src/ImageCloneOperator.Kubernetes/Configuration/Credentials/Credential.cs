using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ImageCloneOperator.Kubernetes.Configuration.Credentials;

/// <summary>What proves who calls: a header, a client certificate, or both. Its text form shows neither.</summary>
public sealed record Credential(AuthenticationHeaderValue? Header, X509Certificate2? Certificate = null)
{
    public static Credential Bearer(string token) => new(new AuthenticationHeaderValue("Bearer", token));

    public static Credential Basic(string name, string password) =>
        new(new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{password}"))));

    public override string ToString() => nameof(Credential);
}
