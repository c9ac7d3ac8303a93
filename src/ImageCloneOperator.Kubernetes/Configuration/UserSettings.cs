using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ImageCloneOperator.Kubernetes.Configuration.Credentials;

namespace ImageCloneOperator.Kubernetes.Configuration;

/// <summary>The <c>user</c> of a kubeconfig: whom to be.</summary>
internal static class UserSettings
{
    /// <summary>A token file wins over a token, as it is the fresher; both over a password and a plugin.</summary>
    public static ICredentialSource? Credentials(YamlSection user, YamlSection cluster, TimeProvider time)
    {
        var certificate = ClientCertificate(user);
        if (user.FilePath("tokenFile") is { } tokenFile)
            return new TokenFileSource(tokenFile, time, certificate);
        if (user.Text("token") is { } token)
            return new FixedCredential(Credential.Bearer(token) with { Certificate = certificate });
        if (user.Text("username") is { } name)
            return new FixedCredential(Credential.Basic(name, user.Text("password") ?? "") with { Certificate = certificate });
        if (user.Section("exec") is { } exec)
            return ExecSettings.Read(exec, cluster, time);
        if (user.Section("auth-provider") is not null)
            throw user.Error("auth-provider", "is no longer supported by Kubernetes: use an exec plugin");
        return certificate is null ? null : new FixedCredential(new(Header: null, certificate));
    }

    public static ImpersonationSettings? Impersonation(YamlSection user)
    {
        var groups = user.Texts("as-groups");
        if (user.Text("as") is { } name)
            return new(name, user.Text("as-uid"), groups) { Extra = Extra(user) };
        return groups.Count == 0 && user.Text("as-uid") is null && Extra(user).Count == 0
            ? null
            : throw user.Error("as", "is missing beside as-groups, as-uid or as-user-extra");
    }

    private static Dictionary<string, IReadOnlyList<string>> Extra(YamlSection user) =>
        user.Section("as-user-extra") is { } extra ? extra.Fields.ToDictionary(field => field, extra.Texts) : [];

    private static X509Certificate2? ClientCertificate(YamlSection user)
    {
        var certificate = user.DataOrFile("client-certificate-data", "client-certificate");
        var key = user.DataOrFile("client-key-data", "client-key");
        if (certificate is null && key is null)
            return null;
        if (certificate is null)
            throw user.Error("client-certificate", "is missing beside client-key");
        if (key is null)
            throw user.Error("client-key", "is missing beside client-certificate");
        try
        {
            return Certificates.WithKey(certificate, key);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw user.Error("client-certificate", "and client-key must be a PEM certificate and its EC or RSA key", exception);
        }
    }
}
