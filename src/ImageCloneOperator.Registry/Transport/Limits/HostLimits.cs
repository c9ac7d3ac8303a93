namespace ImageCloneOperator.Registry.Transport.Limits;

/// <summary>What all copies share about one host: how many requests it bears at once, and until when it wants to be left alone.</summary>
internal sealed class HostLimits(string host, RegistryClientOptions options, TimeProvider time)
{
    private readonly AdaptiveLimiter _reads = new(options.InitialRequestsPerHost, options.MaxRequestsPerHost, time);
    private readonly AdaptiveLimiter _writes = new(options.InitialRequestsPerHost, options.MaxRequestsPerHost, time);
    private long _pausedUntil;

    public string Host { get; } = host;

    /// <summary>How many uploads of large blobs may run; small ones need only a request's turn.</summary>
    public SemaphoreSlim LargeUploads { get; } = new(options.MaxLargeUploadsPerHost);

    /// <summary>The host has shown that it has no referrers API.</summary>
    public bool LacksReferrers { get; set; }

    /// <summary>The host has shown that it mounts nothing from a repository to itself.</summary>
    public bool RefusesSelfMounts { get; set; }

    public DateTimeOffset PausedUntil => new(Interlocked.Read(ref _pausedUntil), TimeSpan.Zero);

    public async ValueTask<GateLease> EnterAsync(RequestBudget budget, RegistryOperation operation, CancellationToken cancellationToken)
    {
        await WaitForPauseAsync(operation, cancellationToken);
        var limiter = Of(budget);
        await limiter.EnterAsync(cancellationToken);
        return new GateLease(limiter);
    }

    public void PauseUntil(DateTimeOffset until)
    {
        var ticks = until.UtcTicks;
        for (var known = Interlocked.Read(ref _pausedUntil); ticks > known; known = Interlocked.Read(ref _pausedUntil))
            if (Interlocked.CompareExchange(ref _pausedUntil, ticks, known) == known) return;
    }

    public void Complained(RequestBudget budget) => Of(budget).Shrink();

    private AdaptiveLimiter Of(RequestBudget budget) => budget == RequestBudget.Read ? _reads : _writes;

    private async ValueTask WaitForPauseAsync(RegistryOperation operation, CancellationToken cancellationToken)
    {
        for (var wait = PausedUntil - time.GetUtcNow(); wait > TimeSpan.Zero; wait = PausedUntil - time.GetUtcNow())
        {
            if (wait > options.LongestPause)
            {
                throw new RegistryException(RegistryErrorKind.RateLimited, operation, $"the registry asks to wait until {PausedUntil:u}")
                {
                    RetryAt = PausedUntil,
                };
            }

            await Task.Delay(wait, time, cancellationToken);
        }
    }
}
