using ImageCloneOperator.Registry.Caching;
using ImageCloneOperator.Registry.Transport.Limits;

namespace ImageCloneOperator.Registry.Transport.Connections;

/// <summary>
/// Connections by host and settings; the limits are the host's, whatever the settings. What has not been asked for in a while is let go:
/// workloads name any number of hosts. Who still uses a connection then keeps it, with its limits.
/// </summary>
internal sealed class ConnectionPool(RegistryClientOptions options, SharedHosts hosts, TimeProvider time) : IDisposable
{
    /// <summary>Longer than any pause that a host may ask for.</summary>
    private static readonly TimeSpan Keep = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly ExpiringCache<(Uri Root, RegistryHostSettings Settings), HostConnection> _connections = new(time);
    private readonly Dictionary<string, WeakReference<HostLimits>> _limits = new(StringComparer.OrdinalIgnoreCase);
    private int _limitsAfterSweep = 64;

    public int Count => _connections.Count;

    public HostConnection Get(Uri root, RegistryHostSettings settings)
    {
        var key = (root, settings.WithoutMirror);
        lock (_gate)
        {
            if (!_connections.TryGet(key, out var connection))
                connection = new HostConnection(root, LimitsOf(root.Authority), settings, options, time);
            _connections.Set(key, connection, Keep);
            return connection;
        }
    }

    public void Dispose() => _connections.Dispose();

    private HostLimits LimitsOf(string host)
    {
        if (_limits.TryGetValue(host, out var known) && known.TryGetTarget(out var limits)) return limits;
        if (_limits.Count >= 2 * _limitsAfterSweep) Sweep();
        limits = new HostLimits(host, options, hosts, time);
        _limits[host] = new WeakReference<HostLimits>(limits);
        return limits;
    }

    private void Sweep()
    {
        foreach (var (host, limits) in _limits)
            if (!limits.TryGetTarget(out _)) _limits.Remove(host);
        _limitsAfterSweep = Math.Max(64, _limits.Count);
    }
}
