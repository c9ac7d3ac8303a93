using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace ImageCloneOperator.Testing.Registry.Auth;

/// <summary>Hands out tokens and knows them again.</summary>
internal sealed class TokenIssuer(Access access, TokenServerOptions options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, TokenGrant> _grants = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RegistryAccount> _refreshTokens = new(StringComparer.Ordinal);

    public TokenBody Issue(RegistryAccount? account, IEnumerable<string> scopes, bool withRefreshToken)
    {
        var now = time.GetUtcNow();
        var token = NewSecret();
        _grants[token] = new TokenGrant(account, [.. Grant(account, scopes)], now + options.Lifetime);
        return new TokenBody(
            options.OnlyAccessToken ? null : token,
            token,
            options.HidesExpiry ? null : (long)options.Lifetime.TotalSeconds,
            options.HidesExpiry ? null : now,
            withRefreshToken && account is not null ? IssueRefreshToken(account) : null);
    }

    public string IssueRefreshToken(RegistryAccount account)
    {
        var token = NewSecret();
        _refreshTokens[token] = account;
        return token;
    }

    public RegistryAccount? AccountOf(string refreshToken) => _refreshTokens.GetValueOrDefault(refreshToken);

    public TokenGrant? Find(string token) =>
        _grants.GetValueOrDefault(token) is { } grant && grant.Expires > time.GetUtcNow() ? grant : null;

    public void RevokeAll() => _grants.Clear();

    private static string NewSecret() => RandomNumberGenerator.GetHexString(40, lowercase: true);

    /// <summary>The part of what was asked that the account may do: a token server leaves the rest out without a word.</summary>
    private IEnumerable<TokenScope> Grant(RegistryAccount? account, IEnumerable<string> scopes)
    {
        var wanted = scopes.Select(TokenScope.Parse).OfType<TokenScope>();
        if (options.GrantsNothing)
            wanted = [];
        if (options.GrantsFirstScopeOnly)
            wanted = wanted.Take(1);
        return wanted.Select(
            scope => scope with { Actions = [.. scope.Actions.Where(action => access.Allows(account, scope.Name, action))] });
    }
}
