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

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <param name="json">A config.json, as in ~/.docker; one without content says nothing.</param>
    /// <param name="config">What it says.</param>
    /// <param name="error">What is wrong and where.</param>
    public static bool TryParse(
        ReadOnlySpan<byte> json, [NotNullWhen(true)] out DockerConfig? config, [NotNullWhen(false)] out string? error)
    {
        (config, error) = (DockerConfig.Empty, null);
        if (json.Trim(" \t\r\n"u8).IsEmpty) return true;
        config = null;
        if (!TryRead(json, DockerConfigJsonContext.Default.DockerConfigFile, out var file, out error)) return false;
        var helpers = from helper in file.CredHelpers ?? []
                      where TextOf(helper.Value) is not null
                      select KeyValuePair.Create(helper.Key, TextOf(helper.Value)!);
        config = new DockerConfig(
            Entries(file.Auths ?? [], "auths"), new Dictionary<string, string>(helpers, StringComparer.Ordinal), TextOf(file.CredsStore));
        return true;
    }

    /// <param name="json">The content of a kubernetes.io/dockerconfigjson secret.</param>
    /// <param name="entries">One entry for each server.</param>
    /// <param name="error">What is wrong and where.</param>
    public static bool TryParseSecret(
        ReadOnlySpan<byte> json,
        [NotNullWhen(true)] out IReadOnlyList<CredentialEntry>? entries,
        [NotNullWhen(false)] out string? error)
    {
        entries = null;
        if (!TryRead(json, DockerConfigJsonContext.Default.DockerConfigFile, out var file, out error)) return false;
        if (file.Auths is null) error = "it has no auths";
        else entries = Entries(file.Auths, "auths");
        return entries is not null && IsUsable(entries, out error);
    }

    /// <summary>The old form, as in a kubernetes.io/dockercfg secret or in ~/.dockercfg.</summary>
    public static bool TryParseLegacy(
        ReadOnlySpan<byte> json,
        [NotNullWhen(true)] out IReadOnlyList<CredentialEntry>? entries,
        [NotNullWhen(false)] out string? error)
    {
        entries = null;
        if (!TryRead(json, DockerConfigJsonContext.Default.DictionaryStringJsonElement, out var servers, out error)) return false;
        entries = Entries(servers, "");
        return IsUsable(entries, out error);
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
            // Editors on Windows put it there.
            if (json.StartsWith(ByteOrderMark)) json = json[ByteOrderMark.Length..];
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

    /// <summary>A secret of which nothing serves is a mistake; one of which something does not is left to whoever needs that.</summary>
    private static bool IsUsable(IReadOnlyList<CredentialEntry> entries, [NotNullWhen(false)] out string? error)
    {
        var isBroken = entries.Count > 0 && entries.All(entry => entry.Credential.Problem is not null);
        error = isBroken ? entries[0].Credential.Problem! : null;
        return !isBroken;
    }

    private static List<CredentialEntry> Entries(Dictionary<string, JsonElement> servers, string field) =>
    [
        .. from server in servers
           let credential = CredentialOf(server.Value, $"{field}['{server.Key}']")
           where credential is not null
           select new CredentialEntry(server.Key, credential),
    ];

    /// <returns>None for an entry whose secret is kept by a helper, which is empty here.</returns>
    private static RegistryCredential? CredentialOf(JsonElement json, string place)
    {
        if (!TryReadEntry(json, out var entry))
            return new RegistryCredential { Problem = $"{place} is not an object with auth, or username and password" };
        if (!TryDecode(entry, out var username, out var password))
            return new RegistryCredential { Problem = $"{place}.auth is not base64 of user:password" };
        var found = new RegistryCredential
        {
            Username = Clean(username),
            Password = Clean(password),
            IdentityToken = Clean(entry.IdentityToken),
            RegistryToken = Clean(entry.RegistryToken),
        };
        return found == new RegistryCredential() ? null : found;
    }

    private static bool TryReadEntry(JsonElement json, [NotNullWhen(true)] out DockerConfigEntry? entry)
    {
        try
        {
            entry = json.ValueKind == JsonValueKind.Null ? new() : json.Deserialize(DockerConfigJsonContext.Default.DockerConfigEntry);
            return entry is not null;
        }
        catch (JsonException)
        {
            entry = null;
            return false;
        }
    }

    /// <summary>Tools break base64 into lines, leave its padding out, or pad the decoded text with zero bytes.</summary>
    private static bool TryDecode(DockerConfigEntry entry, out string? username, out string? password)
    {
        (username, password) = (entry.Username, entry.Password);
        if (string.IsNullOrEmpty(entry.Auth)) return true;
        try
        {
            var bare = string.Concat(entry.Auth.Where(c => !char.IsWhiteSpace(c))).TrimEnd('=');
            var bytes = Convert.FromBase64String(bare.PadRight((bare.Length + 3) / 4 * 4, '='));
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

    /// <returns>None for what is no text, or none that Unicode knows.</returns>
    private static string? TextOf(JsonElement? json)
    {
        try
        {
            return json is { ValueKind: JsonValueKind.String } text ? Clean(text.GetString()) : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Files that secrets are made from often end with a line break, which no registry would take.</summary>
    private static string? Clean(string? text) => text?.TrimEnd('\r', '\n') is { Length: > 0 } clean ? clean : null;
}
