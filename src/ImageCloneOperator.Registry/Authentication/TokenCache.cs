using ImageCloneOperator.Registry.Caching;

namespace ImageCloneOperator.Registry.Authentication;

/// <summary>Tokens by what they are for; many that want the same one wait for one request.</summary>
internal sealed class TokenCache(TimeProvider time) : IDisposable
{
    private readonly ExpiringCache<TokenKey, BearerToken?> _tokens = new(time);

    /// <param name="key">What the token is for.</param>
    /// <param name="refused">A token that the registry has just refused: not that one again.</param>
    /// <param name="fetch">Runs once for all waiters and so must bound itself; none means the credential was refused.</param>
    /// <param name="cancellationToken">Ends this caller's wait only.</param>
    public Task<BearerToken?> GetAsync(
        TokenKey key, string? refused, Func<Task<BearerToken?>> fetch, CancellationToken cancellationToken)
    {
        if (_tokens.TryGet(key, out var known) && known?.Value == refused) _tokens.Remove(key);
        return _tokens.GetOrMakeAsync(key, () => FetchAsync(fetch), cancellationToken);
    }

    public void Dispose() => _tokens.Dispose();

    private async Task<(BearerToken? Token, TimeSpan Keep)> FetchAsync(Func<Task<BearerToken?>> fetch)
    {
        var token = await fetch();
        return (token, token is null ? TimeSpan.Zero : token.UseUntil - time.GetUtcNow());
    }
}
