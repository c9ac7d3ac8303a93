namespace ImageCloneOperator.Testing.Registry;

public sealed record RegistryOptions
{
    /// <summary>On loopback; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Where everything is kept; null keeps it in memory.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Serves HTTPS with a certificate of <see cref="RegistryServer.CertificateAuthority"/>.</summary>
    public bool Https { get; init; }

    public RegistryAuth Auth { get; init; }

    public IReadOnlyList<RegistryAccount> Accounts { get; init; } = [];

    /// <summary>What may be pulled without an account, as in <see cref="RegistryAccount"/>.</summary>
    public IReadOnlyList<string> AnonymousPull { get; init; } = [];

    public TokenServerOptions TokenServer { get; init; } = new();

    public RegistryQuirks Quirks { get; init; } = RegistryQuirks.None;

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
