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

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "")]
    [InlineData(false, $"user:{Password}@")]
    [InlineData(true, $"user:{Password}@")]
    public async Task Proxy_that_refuses_is_named_with_the_way_out(bool plainHttp, string login)
    {
        var answering = AnswerAsync();
        using var copies = new Copies(
            options => options with { Proxy = new WebProxy($"http://{login}{_proxy.LocalEndpoint}"), MaxAttempts = 1 });
        var endpoint = Copies.At("registry.example.test/team/app:v1") with
        {
            Settings = new RegistryHostSettings { PlainHttp = plainHttp },
        };

        var failure = await Assert.ThrowsAsync<RegistryException>(() => copies.Inspector.ResolveAsync(endpoint));

        Assert.Contains($"http://{_proxy.LocalEndpoint}", failure.Detail, StringComparison.Ordinal);
        Assert.Contains("407", failure.Detail, StringComparison.Ordinal);
        Assert.EndsWith(
            "Give the proxy's user and password in HTTPS_PROXY or HTTP_PROXY, in front of its host. "
                + "They are shown to a proxy that asks for them by Proxy-Authenticate: Basic, and never unasked.",
            failure.Message,
            StringComparison.Ordinal);
        Assert.DoesNotContain(Password, failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(RegistryErrorKind.Unreachable, failure.Kind);
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
