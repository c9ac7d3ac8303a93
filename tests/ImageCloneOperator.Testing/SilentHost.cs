using System.Net;
using System.Net.Sockets;

namespace ImageCloneOperator.Testing;

/// <summary>A host that takes connections and never says a word.</summary>
public sealed class SilentHost : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    private SilentHost() => _listener.Start();

    public string Host => $"{_listener.LocalEndpoint}";

    public bool WasCalled => _listener.Pending();

    public static SilentHost Start() => new();

    /// <summary>The next connection, once it is there.</summary>
    public Task<TcpClient> AcceptAsync() => _listener.AcceptTcpClientAsync(Bound.Token()).AsTask();

    public void Dispose() => _listener.Dispose();
}
