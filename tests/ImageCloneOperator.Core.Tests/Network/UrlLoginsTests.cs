using ImageCloneOperator.Core.Network;

namespace ImageCloneOperator.Core.Tests.Network;

public sealed class UrlLoginsTests
{
    [Theory]
    [InlineData("request to proxy 'http://me:secret@proxy:3128/' failed", "request to proxy 'http://proxy:3128/' failed")]
    [InlineData("https://me:se@cret@host/path", "https://host/path")]
    [InlineData("https://token@host and socks5://a:b@c", "https://host and socks5://c")]
    [InlineData("https://host/a@b?c=d@e", "https://host/a@b?c=d@e")]
    [InlineData("me@example.com wrote host:5000/app@sha256:0", "me@example.com wrote host:5000/app@sha256:0")]
    [InlineData("", "")]
    public void Logins_are_cut_out_of_urls(string text, string expected) => Assert.Equal(expected, UrlLogins.Remove(text));
}
