using ImageCloneOperator.Core.Credentials;

namespace ImageCloneOperator.Registry.Authentication;

/// <summary>Identifies a token. Tokens are never shared between credentials, even on one host.</summary>
internal sealed record TokenKey(Uri Realm, string Service, string Scopes, RegistryCredential? Owner);
