using System.Net;
using ImageCloneOperator.Core.Network;
using ImageCloneOperator.Registry.Addresses;

namespace ImageCloneOperator.Registry;

/// <summary>Bounds that hold for everything one <see cref="RegistryClient"/> does.</summary>
public sealed record RegistryClientOptions
{
    /// <summary>Concurrent requests to one host at the start, for reads and writes each; it adapts to what the host bears.</summary>
    public int InitialRequestsPerHost { get; init; } = 16;

    public int MaxRequestsPerHost { get; init; } = 64;

    /// <summary>Uploads of large blobs to one host at a time; the rest of the budget stays free for small ones.</summary>
    public int MaxLargeUploadsPerHost { get; init; } = 6;

    public int MaxAttempts { get; init; } = 5;

    public TimeSpan RetryBaseDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    public TimeSpan RetryMaxDelay { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A host that asks to wait longer than this fails the operation as rate limited instead of holding it.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long a request may be refused for the host's rate, while the host's pace slows down, before it fails as rate limited.
    /// </summary>
    public TimeSpan LongestRefusal { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Bound on the time until a host begins its answer.</summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The same for <see cref="RegistryInspector.ProbeAsync"/>, which waits three times as long in all.</summary>
    public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Bound on the time that a body stands still in either direction. There is none on its total time.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Bound on the time until a registry has stored a blob whose last byte it has.</summary>
    public TimeSpan CommitTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Bytes per second that a source must send while a copy waits for them, averaged over a minute; a slower copy fails. 0 for any.
    /// </summary>
    public long LeastThroughput { get; init; }

    /// <summary>Bytes per second over all copies; none means no limit.</summary>
    public long? BandwidthLimit { get; init; }

    /// <summary>What may be connected to, where others than the user name hosts.</summary>
    public ConnectionRules Rules { get; init; } = ConnectionRules.None;

    public IWebProxy Proxy { get; init; } = new EnvironmentProxy(Environment.GetEnvironmentVariable);
}
