using System.Net;
using System.Net.Sockets;
using System.Text;
using ImageCloneOperator.Registry.Tests.Support;

namespace ImageCloneOperator.Registry.Tests.Odd;

/// <summary>A proxy that wants another login is told without the one that was given.</summary>
public sealed class ProxyRefusalTests : IDisposable
{
    private const string Password = "hunter2";

    private readonly TcpListener _proxy = new(IPAddress.Loopback, 0);

    public ProxyRefusalTests() => _proxy.Start();

    public void Dispose() => _proxy.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Login_of_a_refusing_proxy_is_in_no_message(bool plainHttp)
    {
        var answering = AnswerAsync();
        var proxy = new WebProxy($"http://user:{Password}@{_proxy.LocalEndpoint}");
        using var copies = new Copies(options => options with { Proxy = proxy, MaxAttempts = 2 });
        var endpoint = Copies.At("registry.example.test/team/app:v1") with
        {
            Settings = new RegistryHostSettings { PlainHttp = plainHttp },
        };

        var failure = await Assert.ThrowsAsync<RegistryException>(() => copies.Inspector.ResolveAsync(endpoint));

        Assert.Contains("407", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("user:", failure.ToString(), StringComparison.Ordinal);
        _proxy.Stop();
        await answering;
    }

    private async Task AnswerAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _proxy.AcceptTcpClientAsync();
                var stream = client.GetStream();
                _ = await stream.ReadAsync(new byte[4096]);
                await stream.WriteAsync(Encoding.ASCII.GetBytes(
                    "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }
}
