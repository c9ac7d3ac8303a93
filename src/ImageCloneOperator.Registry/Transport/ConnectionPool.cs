using System.Collections.Concurrent;

namespace ImageCloneOperator.Registry.Transport;

/// <summary>Connections by host and settings; the gate is the host's, whatever the settings.</summary>
internal sealed class ConnectionPool(RegistryClientOptions options, TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<(Uri Root, string? Pem), Lazy<HostConnection>> connections = new();
    private readonly ConcurrentDictionary<string, HostGate> gates = new(StringComparer.OrdinalIgnoreCase);

    public HostConnection Get(Uri root, RegistryHostSettings settings) =>
        connections.GetOrAdd((root, settings.CertificateAuthorityPem), key => new Lazy<HostConnection>(() => Connect(key.Root, settings))).Value;

    public void Dispose()
    {
        foreach (var connection in connections.Values)
            if (connection.IsValueCreated) connection.Value.Dispose();
    }

    private HostConnection Connect(Uri root, RegistryHostSettings settings) =>
        new(root, gates.GetOrAdd(root.Authority, host => new HostGate(host, options, time)), settings, options);
}
