namespace ImageCloneOperator.Credentials.Secrets;

/// <summary>What is needed to talk to a registry cannot be had. The message names the secret and the way out, never its content.</summary>
public sealed class RegistryConfigurationException(string reason, string message) : Exception(message)
{
    /// <summary>One of <see cref="Api.ConditionReasons"/>.</summary>
    public string Reason { get; } = reason;
}
