namespace ImageCloneOperator.Credentials.Secrets;

/// <summary>
/// A secret that is needed to talk to a registry is missing or cannot be used. The message names the secret and the way out, never its
/// content.
/// </summary>
public sealed class RegistryConfigurationException(string reason, string message) : Exception(message)
{
    /// <summary>One of <see cref="Api.ConditionReasons"/>.</summary>
    public string Reason { get; } = reason;
}
