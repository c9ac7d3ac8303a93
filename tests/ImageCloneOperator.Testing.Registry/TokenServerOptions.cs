namespace ImageCloneOperator.Testing.Registry;

/// <summary>The token server of a registry with <see cref="RegistryAuth.Token"/>.</summary>
public sealed record TokenServerOptions
{
    /// <summary>Listens on a port of its own instead of the registry's.</summary>
    public bool Separate { get; init; }

    /// <summary>The realm in challenges, where another one than the server's own is wanted.</summary>
    public string? Realm { get; init; }

    public string Service { get; init; } = "dev-registry";

    public TimeSpan Lifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Leaves <c>expires_in</c> and <c>issued_at</c> out.</summary>
    public bool HidesExpiry { get; init; }

    /// <summary>Calls the token <c>access_token</c> only, as OAuth2 does.</summary>
    public bool OnlyAccessToken { get; init; }

    /// <summary>POST is answered by 404, as token servers before OAuth2 do.</summary>
    public bool NoPost { get; init; }

    /// <summary>Hands out tokens without any scope.</summary>
    public bool GrantsNothing { get; init; }

    /// <summary>Grants the first scope that is asked for and no other.</summary>
    public bool GrantsFirstScopeOnly { get; init; }
}
