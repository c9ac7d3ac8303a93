using System.Net;
using System.Net.Sockets;

namespace ImageCloneOperator.Testing;

/// <summary>Ports of loopback for programs that cannot pick one themselves.</summary>
public static class Ports
{
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
