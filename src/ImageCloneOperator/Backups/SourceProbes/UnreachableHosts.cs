using ImageCloneOperator.Registry;
using ImageCloneOperator.Registry.Caching;

namespace ImageCloneOperator.Backups.SourceProbes;

/// <summary>
/// Hosts that gave no answer a moment ago: what is true of one image is true of all at that host, and with many images each would have to
/// wait for its own timeout. The policy is a part of the key, since it says how the host is reached.
/// </summary>
internal sealed class UnreachableHosts(TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly ExpiringCache<(string Policy, string Host), (DateTimeOffset At, string Failure)> _hosts = new(time);

    /// <param name="interval">How often an image is asked for: two of its checks in a row must not rest on one failure.</param>
    /// <returns>The failure, or null where the host is to be asked.</returns>
    public string? Find(string policy, string host, TimeSpan interval) =>
        _hosts.TryGet((policy, host), out var silent) && time.GetUtcNow() - silent.At < interval
            ? silent.Failure
            : null;

    public void Note(string policy, RegistryException error)
    {
        if (error is { Kind: RegistryErrorKind.Unreachable, StatusCode: null })
            _hosts.Set((policy, error.Operation.Host), (time.GetUtcNow(), error.Detail), Longest);
    }

    public void Answered(string policy, string host) => _hosts.Remove((policy, host));

    public void Dispose() => _hosts.Dispose();
}
