using ImageCloneOperator.Core.Credentials;
using ImageCloneOperator.Registry.Caching;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Credentials.Plugins;

/// <summary>One plugin, asked as kubelet asks it: for images that it matches, and again only when its answer has run out.</summary>
internal sealed partial class CredentialPlugin(CredentialProvider provider, PluginProgram program, TimeProvider time, ILogger logger)
    : IDisposable
{
    private const int MaxKept = 2_000;
    private const string Everything = "";

    /// <summary>Of the image that it failed for: others may be another's, and go well.</summary>
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Whoever asks waits so long for a run for another image, whose answer may serve for more. One that hangs for a tenant's image holds
    /// up nobody else's.
    /// </summary>
    private static readonly TimeSpan ShareWait = TimeSpan.FromSeconds(3);

    private readonly ServerPattern[] _patterns = [.. provider.MatchImages.Select(ServerPattern.Parse)];
    private readonly ExpiringCache<string, IReadOnlyList<CredentialEntry>> _kept = new(time);
    private readonly ExpiringCache<string, bool> _failed = new(time);
    private readonly SemaphoreSlim _one = new(1);

    public bool Serves(string host, string repository) => _patterns.Any(pattern => pattern.Matches(host, repository));

    public async Task<IReadOnlyList<CredentialEntry>> GetAsync(string host, string repository, CancellationToken cancellationToken)
    {
        if (Find(host, repository) is { } known) return known;
        var isShared = await WaitAsync(cancellationToken);
        try
        {
            if (Find(host, repository) is { } meanwhile) return meanwhile;
            return _failed.TryGet($"{host}/{repository}", out _) ? [] : await AskAsync(host, repository, cancellationToken);
        }
        finally
        {
            if (isShared) _one.Release();
        }
    }

    public void Dispose()
    {
        _kept.Dispose();
        _failed.Dispose();
        _one.Dispose();
    }

    /// <returns>False where another run takes too long to be waited for.</returns>
    private async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(ShareWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await _one.WaitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private IReadOnlyList<CredentialEntry>? Find(string host, string repository) =>
        new[] { $"{host}/{repository}", host, Everything }
            .Select(key => _kept.TryGet(key, out var entries) ? entries : null)
            .FirstOrDefault(entries => entries is not null);

    private async Task<IReadOnlyList<CredentialEntry>> AskAsync(string host, string repository, CancellationToken cancellationToken)
    {
        var image = $"{host}/{repository}";
        try
        {
            var response = await program.RunAsync(image, cancellationToken);
            IReadOnlyList<CredentialEntry> entries = [.. Entries(response.Auth)];
            Keep(Key(response.CacheKeyType, image, host), entries, (response.CacheDuration ?? provider.DefaultCacheDuration).Value);
            return entries;
        }
        catch (CredentialPluginException error)
        {
            if (_failed.Count >= MaxKept) _failed.Clear();
            _failed.Set(image, value: true, PauseAfterFailure);
            Log.Failed(logger, provider.Name, image, error.Message);
            return [];
        }
    }

    private void Keep(string key, IReadOnlyList<CredentialEntry> entries, TimeSpan duration)
    {
        if (duration <= TimeSpan.Zero) return;
        if (_kept.Count >= MaxKept) _kept.Clear();
        _kept.Set(key, entries, duration);
    }

    private static IEnumerable<CredentialEntry> Entries(Dictionary<string, CredentialProviderAuth?>? auth) =>
        from entry in auth ?? []
        where entry.Value is { Password.Length: > 0 }
        select new CredentialEntry(entry.Key, new RegistryCredential { Username = entry.Value.Username, Password = entry.Value.Password });

    private static string Key(string cacheKeyType, string image, string host) => cacheKeyType switch
    {
        "Image" => image,
        "Registry" => host,
        "Global" => Everything,
        _ => throw new CredentialPluginException($"its cacheKeyType '{cacheKeyType}' is not Image, Registry or Global"),
    };

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Credential provider plugin {Plugin} gave no credential for {Image}: {Problem}")]
        public static partial void Failed(ILogger logger, string plugin, string image, string problem);
    }
}
