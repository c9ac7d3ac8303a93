namespace ImageCloneOperator.Registry.Transport.Limits;

/// <summary>The state that all copies share about one host: how many requests it bears, and until when it wants to be left alone.</summary>
internal sealed class HostLimits(string host, RegistryClientOptions options, SharedHosts hosts, TimeProvider time)
{
    private readonly RequestLane[] _lanes = [.. Enum.GetValues<RequestBudget>().Select(_ => new RequestLane(
        new AdaptiveLimiter(options.InitialRequestsPerHost, options.MaxRequestsPerHost, time, hosts), new RequestPace(time)))];

    public string Host { get; } = host;

    /// <summary>Slots for uploads of large blobs; small ones need only a request's turn.</summary>
    public AdaptiveLimiter LargeUploads { get; } = new(options.MaxLargeUploadsPerHost, options.MaxLargeUploadsPerHost, time, hosts);

    public DateTimeOffset PausedUntil => hosts.PausedUntil(Host);

    public async ValueTask<GateLease> EnterAsync(RequestBudget budget, RegistryOperation operation, CancellationToken cancellationToken)
    {
        await WaitForPauseAsync(operation, cancellationToken);
        var lane = _lanes[(int)budget];
        await lane.Pace.TakeAsync(cancellationToken);
        await lane.Slots.EnterAsync(cancellationToken);
        return new GateLease(lane.Slots);
    }

    public void PauseUntil(DateTimeOffset until) => hosts.Pause(Host, until);

    /// <summary>The host is overloaded, or broke off.</summary>
    public void Complained(RequestBudget budget) => _lanes[(int)budget].Slots.Shrink();

    /// <summary>The host refused a request for its rate.</summary>
    public void Refused(RequestBudget budget) => _lanes[(int)budget].Pace.Refused();

    public void Served(RequestBudget budget) => _lanes[(int)budget].Pace.Served();

    private async ValueTask WaitForPauseAsync(RegistryOperation operation, CancellationToken cancellationToken)
    {
        for (var wait = PausedUntil - time.GetUtcNow(); wait > TimeSpan.Zero; wait = PausedUntil - time.GetUtcNow())
        {
            if (wait > options.LongestWait)
            {
                throw new RegistryException(
                    RegistryErrorKind.RateLimited, operation, $"the registry asked to wait; it is asked again from {PausedUntil:u} on")
                {
                    RetryAt = PausedUntil,
                };
            }

            await Task.Delay(wait, time, cancellationToken);
        }
    }
}
