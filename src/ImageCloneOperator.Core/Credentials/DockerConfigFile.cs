using System.Text.Json;

namespace ImageCloneOperator.Core.Credentials;

/// <summary>
/// The part of a Docker config.json that is about credentials. Each entry is read by itself: one that is broken breaks no other.
/// </summary>
internal sealed record DockerConfigFile
{
    public Dictionary<string, JsonElement>? Auths { get; init; }

    public Dictionary<string, JsonElement>? CredHelpers { get; init; }

    public JsonElement? CredsStore { get; init; }
}
