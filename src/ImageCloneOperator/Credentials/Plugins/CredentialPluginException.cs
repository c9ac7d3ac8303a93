namespace ImageCloneOperator.Credentials.Plugins;

/// <summary>A plugin gave no usable answer. The message quotes nothing of what it printed.</summary>
internal sealed class CredentialPluginException(string message) : Exception(message);
