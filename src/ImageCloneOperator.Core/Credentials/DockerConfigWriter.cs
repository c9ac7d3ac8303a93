using System.Text;
using System.Text.Json.Nodes;
using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Core.Credentials;

/// <summary>Writes the content of a kubernetes.io/dockerconfigjson secret for one place in one registry.</summary>
public static class DockerConfigWriter
{
    /// <summary>Kubelet looks for the Hub's credentials under this name alone.</summary>
    private const string HubKey = "https://index.docker.io/v1/";

    /// <param name="registry">The host.</param>
    /// <param name="prefix">The path that the credential is for; null or empty: all of the registry.</param>
    /// <param name="credential">With user name and password: kubelet takes no tokens.</param>
    public static string Write(string registry, string? prefix, RegistryCredential credential)
    {
        var login = $"{credential.Username}:{credential.Password}";
        return new JsonObject
        {
            ["auths"] = new JsonObject
            {
                [KeyOf(registry, prefix)] = new JsonObject { ["auth"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(login)) },
            },
        }.ToJsonString();
    }

    private static string KeyOf(string registry, string? prefix) =>
        registry == DockerHub.Registry ? HubKey : string.IsNullOrEmpty(prefix) ? registry : $"{registry}/{prefix}";
}
