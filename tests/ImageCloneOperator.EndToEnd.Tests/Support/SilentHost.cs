using System.Net;
using System.Net.Sockets;

namespace ImageCloneOperator.EndToEnd.Tests.Support;

/// <summary>A host that takes connections and never says a word.</summary>
internal sealed class SilentHost : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    private SilentHost() => _listener.Start();

    public string Host => $"{_listener.LocalEndpoint}";

    public bool WasCalled => _listener.Pending();

    public static SilentHost Start() => new();

    public void Dispose() => _listener.Dispose();
}
