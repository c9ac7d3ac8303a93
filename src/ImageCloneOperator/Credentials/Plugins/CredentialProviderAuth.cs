namespace ImageCloneOperator.Credentials.Plugins;

/// <summary>A user name and a password; it never prints them.</summary>
internal sealed record CredentialProviderAuth
{
    public string? Username { get; init; }

    public string? Password { get; init; }

    public override string ToString() => nameof(CredentialProviderAuth);
}
