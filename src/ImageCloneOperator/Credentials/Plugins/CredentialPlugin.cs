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

    /// <summary>A plugin that fails, or hangs, must not be run once for each of a thousand images.</summary>
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(10);

    private readonly ServerPattern[] _patterns = [.. provider.MatchImages.Select(ServerPattern.Parse)];
    private readonly ExpiringCache<string, IReadOnlyList<CredentialEntry>> _kept = new(time);
    private readonly SemaphoreSlim _one = new(1);
    private DateTimeOffset _pauseUntil;

    public bool Serves(string host, string repository) => _patterns.Any(pattern => pattern.Matches(host, repository));

    public async Task<IReadOnlyList<CredentialEntry>> GetAsync(string host, string repository, CancellationToken cancellationToken)
    {
        if (Find(host, repository) is { } known) return known;
        await _one.WaitAsync(cancellationToken);
        try
        {
            return Find(host, repository) ?? (time.GetUtcNow() < _pauseUntil ? [] : await AskAsync(host, repository, cancellationToken));
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose()
    {
        _kept.Dispose();
        _one.Dispose();
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
            _pauseUntil = time.GetUtcNow() + PauseAfterFailure;
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
