using ImageCloneOperator.Core.Credentials;

namespace ImageCloneOperator.Credentials.CloudIdentity;

/// <summary>A credential that a cloud gave for a time.</summary>
internal sealed record CloudToken(RegistryCredential Credential, DateTimeOffset Ends);
