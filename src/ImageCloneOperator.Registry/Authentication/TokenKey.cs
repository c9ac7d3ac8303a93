using ImageCloneOperator.Core.Credentials;

namespace ImageCloneOperator.Registry.Authentication;

/// <summary>What makes two tokens the same: never shared between credentials, even on one host.</summary>
internal sealed record TokenKey(Uri Realm, string Service, string Scopes, RegistryCredential? Owner);
