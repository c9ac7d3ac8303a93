using System.Net;
using System.Text;
using ImageCloneOperator.Testing.Registry;
using static ImageCloneOperator.Testing.Tests.Registry.TestRegistry;

namespace ImageCloneOperator.Testing.Tests.Registry.Auth;

public sealed class BasicAuthTests
{
    private static readonly RegistryOptions Options = new()
    {
        Auth = RegistryAuth.Basic,
        Accounts = [new("writer", "se:cret"), new("reader", "secret") { Push = [], Pull = ["team/*"] }],
        AnonymousPull = ["public/app"],
    };

    [Theory]
    [InlineData(null, "GET", "/v2/", 401)]
    [InlineData("writer:wrong", "GET", "/v2/", 401)]
    [InlineData("writer:se:cret", "GET", "/v2/", 200)]
    [InlineData("reader:secret", "GET", "/v2/team/app/tags/list", 404)]
    [InlineData("reader:secret", "GET", "/v2/other/app/tags/list", 403)]
    [InlineData("reader:secret", "POST", "/v2/team/app/blobs/uploads/", 403)]
    [InlineData("writer:se:cret", "POST", "/v2/team/app/blobs/uploads/", 202)]
    [InlineData(null, "GET", "/v2/public/app/tags/list", 404)]
    [InlineData(null, "POST", "/v2/public/app/blobs/uploads/", 401)]
    public async Task Accounts_may_do_what_they_are_allowed_to(string? login, string method, string path, int status)
    {
        await using var registry = await StartAsync(Options);
        using var response = login is null
            ? await registry.SendAsync(method, path)
            : await registry.SendAsync(method, path, null, ("Authorization", Basic(login)));

        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        Assert.Equal(status == 401 ? "Basic realm=\"dev-registry\"" : null, Header(response, "WWW-Authenticate"));
    }

    public static string Basic(string login) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(login));
}
