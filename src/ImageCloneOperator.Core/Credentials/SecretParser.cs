using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ImageCloneOperator.Core.Credentials;

/// <summary>
/// Reads the credentials of a Kubernetes secret, in each of the four forms. Errors name the secret's key and the way out, never its
/// content.
/// </summary>
public static class SecretParser
{
    private const string KubectlHint =
        "make it with: kubectl create secret docker-registry NAME --docker-server=… --docker-username=… --docker-password=…";

    /// <param name="type">The secret's type; none is Opaque.</param>
    /// <param name="data">The secret's data, decoded.</param>
    /// <param name="registry">The registry being talked to, which a secret that names none is for; null: none.</param>
    /// <param name="entries">What the secret holds.</param>
    /// <param name="error">What is wrong and what to do.</param>
    public static bool TryParse(
        string? type,
        IReadOnlyDictionary<string, byte[]> data,
        string? registry,
        [NotNullWhen(true)] out IReadOnlyList<CredentialEntry>? entries,
        [NotNullWhen(false)] out string? error)
    {
        (entries, error) = type switch
        {
            "kubernetes.io/dockerconfigjson" => DockerConfig(data, ".dockerconfigjson", DockerConfigParser.TryParseSecret),
            "kubernetes.io/dockercfg" => DockerConfig(data, ".dockercfg", DockerConfigParser.TryParseLegacy),
            "kubernetes.io/basic-auth" => UserAndPassword(data, "username", "password", registry),
            null or "" or "Opaque" => Opaque(data, registry),
            _ => (null, $"a secret of type {type} holds no registry credentials; {KubectlHint}"),
        };
        return entries is not null;
    }

    private delegate bool Parser(ReadOnlySpan<byte> json, out IReadOnlyList<CredentialEntry>? entries, out string? error);

    private static (IReadOnlyList<CredentialEntry>? Entries, string? Error) DockerConfig(
        IReadOnlyDictionary<string, byte[]> data,
        string key,
        Parser parse)
    {
        if (!data.TryGetValue(key, out var json)) return (null, $"key {key} is missing; {KubectlHint}");
        return parse(json, out var entries, out var error) ? (entries, null) : (null, $"key {key}: {error}; {KubectlHint}");
    }

    private static (IReadOnlyList<CredentialEntry>? Entries, string? Error) Opaque(
        IReadOnlyDictionary<string, byte[]> data,
        string? registry)
    {
        if (!data.TryGetValue("docker-server", out var value)) return UserAndPassword(data, "docker-username", "docker-password", registry);
        return Text(value) is { Length: > 0 } server
            ? UserAndPassword(data, "docker-username", "docker-password", server)
            : (null, "key docker-server is not the name of a registry; write host or host:port");
    }

    private static (IReadOnlyList<CredentialEntry>? Entries, string? Error) UserAndPassword(
        IReadOnlyDictionary<string, byte[]> data,
        string usernameKey,
        string passwordKey,
        string? registry)
    {
        if (registry is null) return (null, $"it does not say for which registry it is; {KubectlHint}");
        if ((Missing(data, usernameKey) ?? Missing(data, passwordKey)) is { } missing) return (null, $"{missing}; {KubectlHint}");

        var credential = new RegistryCredential { Username = Text(data[usernameKey]), Password = Text(data[passwordKey]) };
        return ([new CredentialEntry(registry, credential)], null);
    }

    private static string? Missing(IReadOnlyDictionary<string, byte[]> data, string key)
    {
        if (!data.TryGetValue(key, out var value)) return $"key {key} is missing";
        return Text(value).Length == 0 ? $"key {key} is empty" : null;
    }

    // Files that secrets are made from often end with a line break, which no registry would take.
    private static string Text(byte[] value) => Encoding.UTF8.GetString(value).TrimEnd('\r', '\n');
}
