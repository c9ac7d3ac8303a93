using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ImageCloneOperator.Core.Credentials;

/// <summary>
/// Reads Docker configs, new (<c>{"auths": {server: entry}}</c>) and old (<c>{server: entry}</c>). Errors name places, never content.
/// </summary>
public static class DockerConfigParser
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="json">A config.json, as in a kubernetes.io/dockerconfigjson secret or in ~/.docker.</param>
    /// <param name="entries">One entry for each server that has a credential.</param>
    /// <param name="error">What is wrong and where.</param>
    public static bool TryParse(
        ReadOnlySpan<byte> json,
        [NotNullWhen(true)] out IReadOnlyList<CredentialEntry>? entries,
        [NotNullWhen(false)] out string? error)
    {
        entries = null;
        return TryRead(json, DockerConfigJsonContext.Default.DockerConfigFile, out var file, out error)
            && TryConvert(file.Auths, "auths", out entries, out error);
    }

    /// <summary>The old form, as in a kubernetes.io/dockercfg secret or in ~/.dockercfg.</summary>
    public static bool TryParseLegacy(
        ReadOnlySpan<byte> json,
        [NotNullWhen(true)] out IReadOnlyList<CredentialEntry>? entries,
        [NotNullWhen(false)] out string? error)
    {
        entries = null;
        return TryRead(json, DockerConfigJsonContext.Default.DictionaryStringDockerConfigEntry, out var servers, out error)
            && TryConvert(servers!, "", out entries, out error);
    }

    private static bool TryRead<T>(
        ReadOnlySpan<byte> json,
        JsonTypeInfo<T> type,
        [NotNullWhen(true)] out T? value,
        [NotNullWhen(false)] out string? error)
        where T : class
    {
        (value, error) = (null, null);
        try
        {
            value = JsonSerializer.Deserialize(json, type);
            if (value is null) error = "it is null";
        }
        catch (JsonException e)
        {
            // The exception's own message quotes the text, and the text is secret.
            error = $"it is not the JSON of a Docker config (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1})";
        }

        return value is not null;
    }

    private static bool TryConvert(
        Dictionary<string, DockerConfigEntry?>? servers,
        string field,
        [NotNullWhen(true)] out IReadOnlyList<CredentialEntry>? entries,
        [NotNullWhen(false)] out string? error)
    {
        entries = null;
        error = servers is null ? $"it has no {field}" : null;
        var converted = new List<CredentialEntry>();
        foreach (var (server, entry) in servers ?? [])
        {
            if (!TryConvert(entry, out var credential)) error ??= $"{field}['{server}'].auth is not base64 of user:password";
            if (credential is not null) converted.Add(new CredentialEntry(server, credential));
        }

        if (error is not null) return false;
        entries = converted;
        return true;
    }

    private static bool TryConvert(DockerConfigEntry? entry, out RegistryCredential? credential)
    {
        credential = null;
        if (entry is null) return true;
        if (!TryDecode(entry, out var username, out var password)) return false;
        var found = new RegistryCredential
        {
            Username = NullIfEmpty(username),
            Password = NullIfEmpty(password),
            IdentityToken = NullIfEmpty(entry.IdentityToken),
            RegistryToken = NullIfEmpty(entry.RegistryToken),
        };
        // An entry whose secret is kept by a credential helper is empty here.
        if (found != new RegistryCredential()) credential = found;
        return true;
    }

    private static bool TryDecode(DockerConfigEntry entry, out string? username, out string? password)
    {
        (username, password) = (entry.Username, entry.Password);
        if (string.IsNullOrEmpty(entry.Auth)) return true;
        try
        {
            var padded = entry.Auth.Trim().TrimEnd('=');
            var bytes = Convert.FromBase64String(padded.PadRight((padded.Length + 3) / 4 * 4, '='));
            // Some tools pad the decoded text with zero bytes.
            var parts = StrictUtf8.GetString(bytes).TrimEnd('\0').Split(':', 2);
            if (parts.Length != 2) return false;
            (username, password) = (parts[0], parts[1]);
            return true;
        }
        catch (Exception e) when (e is FormatException or DecoderFallbackException)
        {
            return false;
        }
    }

    private static string? NullIfEmpty(string? text) => text is "" ? null : text;
}
