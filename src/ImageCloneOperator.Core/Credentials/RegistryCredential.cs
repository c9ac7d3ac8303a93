namespace ImageCloneOperator.Core.Credentials;

/// <summary>
/// A credential for a registry: user name and password, an identity token (OAuth2 refresh token) or a registry token (bearer, sent as it
/// is). It never prints its secrets.
/// </summary>
public sealed record RegistryCredential
{
    public string? Username { get; init; }

    public string? Password { get; init; }

    public string? IdentityToken { get; init; }

    public string? RegistryToken { get; init; }

    /// <summary>
    /// Why it cannot be used, where it is broken or its keeper does not answer. It matters only where this registry wants a credential.
    /// </summary>
    public string? Problem { get; init; }

    public override string ToString() => $"credential of {(string.IsNullOrEmpty(Username) ? "a token" : Username)}";
}
