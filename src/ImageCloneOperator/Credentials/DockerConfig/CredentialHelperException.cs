namespace ImageCloneOperator.Credentials.DockerConfig;

/// <summary>A docker-credential program did not do its work.</summary>
internal sealed class CredentialHelperException(string message) : Exception(message);
