using ImageCloneOperator.Core.Network;

namespace ImageCloneOperator.Core.Tests.Network;

public sealed class EnvironmentProxyTests
{
    [Theory]
    [InlineData("10.0.0.0/8", "https://10.1.2.3/", true)]
    [InlineData("10.1.2.3/8", "https://10.200.0.1/", true)]
    [InlineData("10.0.0.0/8", "https://11.0.0.1/", false)]
    [InlineData("10.0.0.0/8", "https://ten.example.com/", false)]
    [InlineData("10.0.0.0/33", "https://10.0.0.1/", false)]
    [InlineData("fd00::/8", "https://[fd12:3456::1]/", true)]
    [InlineData("fd00::/8", "https://[fe80::1]/", false)]
    [InlineData("10.0.0.0/8", "https://[::ffff:10.0.0.1]/", true)]
    [InlineData("10.0.0.1/32", "https://10.0.0.1/", true)]
    [InlineData("10.0.0.1/32", "https://10.0.0.2/", false)]
    [InlineData("10.0.0.1", "https://[::ffff:10.0.0.1]/", true)]
    [InlineData("192.168.1.1", "https://192.168.1.1:5000/", true)]
    [InlineData("192.168.1.1:5000", "https://192.168.1.1:5000/", true)]
    [InlineData("192.168.1.1:5000", "https://192.168.1.1/", false)]
    [InlineData("fd00::1", "https://[fd00::1]/", true)]
    [InlineData("[fd00::1]:5000", "https://[fd00::1]:5000/", true)]
    [InlineData("[fd00::1]:5000", "https://[fd00::1]/", false)]
    [InlineData("example.com", "https://example.com/", true)]
    [InlineData("example.com", "https://registry.example.com/", true)]
    [InlineData("example.com", "https://notexample.com/", false)]
    [InlineData("EXAMPLE.com", "https://Registry.Example.COM/", true)]
    [InlineData(".example.com", "https://registry.example.com/", true)]
    [InlineData(".example.com", "https://example.com/", false)]
    [InlineData("*.example.com", "https://a.registry.example.com/", true)]
    [InlineData("*.example.com", "https://example.com/", false)]
    [InlineData("example.com:5000", "https://registry.example.com:5000/", true)]
    [InlineData("example.com:5000", "https://registry.example.com/", false)]
    [InlineData("example.com:443", "https://example.com/", true)]
    [InlineData("a.com, example.com", "https://example.com/", true)]
    [InlineData(",,:80,/8,", "https://example.com/", false)]
    [InlineData("*", "https://anything.example/", true)]
    [InlineData("", "https://example.com/", false)]
    [InlineData("", "http://localhost:5000/", true)]
    [InlineData("", "http://127.0.0.2:5000/", true)]
    [InlineData("", "http://[::1]:5000/", true)]
    [InlineData("", "http://localhost.example.com/", false)]
    [InlineData("example.com.", "https://registry.example.com/", true)]
    [InlineData("example.com", "https://registry.example.com./", true)]
    [InlineData("*.example.com:5000", "https://registry.example.com:5000/", true)]
    [InlineData("*.example.com:5000", "https://registry.example.com/", false)]
    [InlineData("10.0.0.1/32", "https://10.0.0.1:5000/", true)]
    [InlineData("FD00::1", "https://[fd00:0:0::1]/", true)]
    [InlineData("fd00::1/128", "https://[fd00::2]/", false)]
    [InlineData("0.0.0.0/0", "https://registry.example.com/", false)]
    [InlineData("a.com\tb.com;c.com", "https://b.com/", false)]
    [InlineData("*.com.", "https://b.com/", true)]
    [InlineData("exam*ple.com", "https://example.com/", false)]
    public void NO_PROXY_is_read_as_Go_reads_it(string noProxy, string destination, bool isDirect)
    {
        var proxy = Of(("HTTP_PROXY", "http://proxy:3128"), ("HTTPS_PROXY", "http://proxy:3128"), ("NO_PROXY", noProxy));

        Assert.Equal(isDirect, proxy.IsBypassed(new Uri(destination)));
    }

    [Theory]
    [InlineData("https://example.com/", "http://secure:3128/")]
    [InlineData("wss://example.com/", "http://secure:3128/")]
    [InlineData("http://example.com/", "http://plain:8080/")]
    public void Each_scheme_has_its_proxy(string destination, string expected) =>
        Assert.Equal(
            expected, Of(("HTTP_PROXY", "plain:8080"), ("https_proxy", "http://secure:3128")).GetProxy(new Uri(destination))?.AbsoluteUri);

    [Fact]
    public void Upper_case_wins_and_ALL_PROXY_fills_the_gaps()
    {
        var proxy = Of(("HTTPS_PROXY", "http://upper:1"), ("https_proxy", "http://lower:1"), ("ALL_PROXY", "socks5://all:1080"));

        Assert.Equal("upper", proxy.GetProxy(new Uri("https://example.com/"))?.Host);
        Assert.Equal("socks5://all:1080/", proxy.GetProxy(new Uri("http://example.com/"))?.AbsoluteUri);
    }

    [Theory]
    [InlineData("proxy", "http://proxy/")]
    [InlineData(" http://proxy:3128\n", "http://proxy:3128/")]
    [InlineData(" proxy:3128 ", "http://proxy:3128/")]
    [InlineData("https://proxy", "https://proxy/")]
    [InlineData("HTTP://proxy:3128", "http://proxy:3128/")]
    [InlineData("[fd00::1]:3128", "http://[fd00::1]:3128/")]
    [InlineData("socks4://proxy:1", "socks4://proxy:1/")]
    [InlineData("socks4a://proxy:1", "socks4a://proxy:1/")]
    [InlineData("socks5://proxy:1080", "socks5://proxy:1080/")]
    [InlineData("socks5h://proxy:1080", "socks5://proxy:1080/")]
    public void Proxy_is_read_in_each_of_its_forms(string value, string expected) =>
        Assert.Equal(expected, Of(("HTTPS_PROXY", value)).GetProxy(new Uri("https://example.com/"))?.AbsoluteUri);

    [Fact]
    public void Without_variables_everything_is_direct() => Assert.Null(Of().GetProxy(new Uri("https://example.com/")));

    [Fact]
    public void Login_is_kept_apart_from_the_address()
    {
        var proxy = Of(("HTTPS_PROXY", "http://us%40er:pass%3Aword@proxy:3128"));

        var address = proxy.GetProxy(new Uri("https://example.com/"))!;
        var login = proxy.Credentials!.GetCredential(address, "Basic");

        Assert.Equal("http://proxy:3128/", address.AbsoluteUri);
        Assert.Equal(("us@er", "pass:word"), (login?.UserName, login?.Password));
        Assert.Null(proxy.Credentials.GetCredential(new Uri("http://another:3128"), "Basic"));
    }

    [Fact]
    public void Login_may_lack_its_password_or_be_none()
    {
        var proxy = new Uri("http://proxy:3128");

        Assert.Equal("", Of(("HTTPS_PROXY", "http://user@proxy:3128")).Credentials!.GetCredential(proxy, "Basic")?.Password);
        Assert.Null(Of(("HTTPS_PROXY", "http://proxy:3128")).Credentials!.GetCredential(proxy, "Basic"));
    }

    [Theory]
    [InlineData("http://user:secret@")]
    [InlineData("ftp://user:secret@proxy")]
    [InlineData("socks5:///secret")]
    [InlineData("http://user:sec ret@proxy:x")]
    public void Proxy_that_is_no_URL_is_told_by_its_variable_and_never_quoted(string value)
    {
        var error = Assert.Throws<FormatException>(() => Of(("HTTPS_PROXY", value)));

        Assert.Contains("HTTPS_PROXY", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sec", error.Message, StringComparison.Ordinal);
    }

    private static EnvironmentProxy Of(params (string Name, string Value)[] variables) =>
        new(name => Array.Find(variables, variable => variable.Name == name).Value);
}
