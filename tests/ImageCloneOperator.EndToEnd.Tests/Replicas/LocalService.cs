using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ImageCloneOperator.EndToEnd.Tests.Replicas;

/// <summary>A Service on this machine: gives each connection to one of its endpoints, and leaves those alone that are open.</summary>
internal sealed class LocalService : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<Task, bool> _connections = new();
    private readonly Task _accepting;
    private volatile int[] _endpoints = [];
    private int _next;

    public LocalService()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Add(int port) => _endpoints = [.. _endpoints, port];

    public void Remove(int port) => _endpoints = [.. _endpoints.Where(endpoint => endpoint != port)];

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await Task.WhenAll([_accepting, .. _connections.Keys]);
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var connection = ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token));
                _connections[connection] = true;
                _ = connection.ContinueWith(done => _connections.TryRemove(done, out _), TaskScheduler.Default);
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var caller = client;
        using var endpoint = new TcpClient();
        try
        {
            var endpoints = _endpoints;
            await endpoint.ConnectAsync(
                IPAddress.Loopback, endpoints[Interlocked.Increment(ref _next) % endpoints.Length], _end.Token);
            var (near, far) = (caller.GetStream(), endpoint.GetStream());
            await Task.WhenAny(near.CopyToAsync(far, _end.Token), far.CopyToAsync(near, _end.Token));
        }
        catch (Exception broken) when (broken is IOException or SocketException or OperationCanceledException)
        {
            // As with a Service, the caller learns of it by its connection.
        }
    }
}
