using System.Collections.Concurrent;
using ImageCloneOperator.Registry.Transport.Limits;

namespace ImageCloneOperator.Registry.Transport.Connections;

/// <summary>Connections by host and settings; the limits are the host's, whatever the settings.</summary>
internal sealed class ConnectionPool(RegistryClientOptions options, TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<(Uri Root, RegistryHostSettings Settings), Lazy<HostConnection>> _connections = new();
    private readonly ConcurrentDictionary<string, HostLimits> _limits = new(StringComparer.OrdinalIgnoreCase);

    public HostConnection Get(Uri root, RegistryHostSettings settings) => _connections
        .GetOrAdd((root, settings with { Mirror = null }), key => new Lazy<HostConnection>(() => Connect(key.Root, key.Settings)))
        .Value;

    public void Dispose()
    {
        foreach (var connection in _connections.Values)
            if (connection.IsValueCreated) connection.Value.Dispose();
    }

    private HostConnection Connect(Uri root, RegistryHostSettings settings) =>
        new(root, _limits.GetOrAdd(root.Authority, host => new HostLimits(host, options, time)), settings, options);
}
