namespace ImageCloneOperator.Core.Credentials;

/// <summary>A credential and where it holds, as a key of a Docker config: host pattern, port and path, with or without a scheme.</summary>
public sealed record CredentialEntry(string Server, RegistryCredential Credential);
