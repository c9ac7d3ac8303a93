namespace ImageCloneOperator.Credentials.DockerConfig;

/// <summary>The Docker config cannot be read. The message says where and how to correct it, and quotes no secret.</summary>
internal sealed class DockerConfigException(string message) : Exception(message);
