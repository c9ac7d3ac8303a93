using System.Text.Json.Serialization;

namespace ImageCloneOperator.Core.Credentials.Clouds;

/// <summary>Whose identity logs in to a registry where no secret does.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CloudProvider>))]
public enum CloudProvider
{
    /// <summary>That of the registry's cloud, by the host's name, where the pod has an identity there.</summary>
    Auto,

    /// <summary>None.</summary>
    Generic,

    /// <summary>Amazon ECR: keys of the environment, IRSA, Pod Identity, or the instance's role.</summary>
    AWS,

    /// <summary>Google Artifact Registry: workload identity, or an external_account file.</summary>
    Google,

    /// <summary>Azure Container Registry: workload identity.</summary>
    Azure,
}
