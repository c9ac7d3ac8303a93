using System.Collections.Concurrent;

namespace ImageCloneOperator.Registry.Authentication;

/// <summary>Tokens by what they are for; many that want the same one wait for one request.</summary>
internal sealed class TokenCache(TimeProvider time)
{
    private const int SweepAbove = 1000;

    private readonly ConcurrentDictionary<TokenKey, Lazy<Task<BearerToken?>>> _tokens = new();

    /// <param name="key">What the token is for.</param>
    /// <param name="refused">A token that the registry has just refused: not that one again.</param>
    /// <param name="fetch">Runs once for all waiters and so must bound itself; none means the credential was refused.</param>
    /// <param name="cancellationToken">Ends this caller's wait only.</param>
    public async Task<BearerToken?> GetAsync(
        TokenKey key, string? refused, Func<Task<BearerToken?>> fetch, CancellationToken cancellationToken)
    {
        while (true)
        {
            var entry = _tokens.GetOrAdd(key, _ => new Lazy<Task<BearerToken?>>(fetch));
            var token = await AwaitAsync(key, entry, cancellationToken);
            if (token is not null && token.UseUntil > time.GetUtcNow() && token.Value != refused) return token;
            Forget(key, entry);
            if (token is null) return null;
        }
    }

    private async Task<BearerToken?> AwaitAsync(TokenKey key, Lazy<Task<BearerToken?>> entry, CancellationToken cancellationToken)
    {
        if (_tokens.Count > SweepAbove) Sweep();
        try
        {
            return await entry.Value.WaitAsync(cancellationToken);
        }
        catch when (entry.Value.IsFaulted || entry.Value.IsCanceled)
        {
            Forget(key, entry);
            throw;
        }
    }

    private void Forget(TokenKey key, Lazy<Task<BearerToken?>> entry) => _tokens.TryRemove(new(key, entry));

    private void Sweep()
    {
        var now = time.GetUtcNow();
        foreach (var (key, entry) in _tokens)
        {
            if (entry is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true, Result: var token } }
                && (token is null || token.UseUntil <= now))
            {
                Forget(key, entry);
            }
        }
    }
}
