using System.Globalization;
using System.Text;
using ImageCloneOperator.Core.Credentials;
using ImageCloneOperator.Core.Network;

namespace ImageCloneOperator.Core.Tests.Credentials;

/// <summary>
/// Whatever stands in a Docker config or in a proxy's variable is understood, or refused with a reason. FUZZ_ROUNDS sets how much is tried.
/// </summary>
public sealed class FuzzTests
{
    private const string Config = """
        {"auths": {"https://index.docker.io/v1/": {"auth": "bWU6czNjcjN0"}, "quay.io/team": {"username": "u", "password": "p"},
                   "*.example.com:5000": {}},
         "credHelpers": {"a.io": "own"}, "credsStore": "store"}
        """;

    private static readonly string[] Pieces =
        [
            "\"", "\\", "{", "}", "[", "]", ",", ":", "=", "\\ud800", "\0", "\n", "null", "5", "*", "/", "://", "@", "[::1]", "/33", "é",
            "%zz", "auth", "\\u0000",
        ];

    private static int Rounds =>
        int.TryParse(Environment.GetEnvironmentVariable("FUZZ_ROUNDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var rounds)
            ? rounds
            : 3000;

    [Fact]
    public void Docker_configs_are_understood_or_refused()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var json = Encoding.UTF8.GetBytes(Damage(Config, round));
            if (DockerConfigParser.TryParse(json, out var config, out var error))
                new CredentialKeyring(config.Entries).Find("quay.io", "team/app");
            else Assert.NotEmpty(error);
            if (!DockerConfigParser.TryParseSecret(json, out _, out error)) Assert.NotEmpty(error);
            if (!DockerConfigParser.TryParseLegacy(json, out _, out error)) Assert.NotEmpty(error);
        }
    }

    [Fact]
    public void Proxies_are_understood_or_refused()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var (proxy, exceptions) =
                (Damage("http://user:secret@proxy.example.com:3128", round), Damage("10.0.0.0/8,.example.com,[fd00::1]:5000,*", round + 1));
            try
            {
                var read = new EnvironmentProxy(name => name switch { "HTTPS_PROXY" => proxy, "NO_PROXY" => exceptions, _ => null });
                read.IsBypassed(new Uri("https://10.1.2.3/"));
                read.IsBypassed(new Uri("https://[fd00::1]:5000/"));
                if (read.GetProxy(new Uri("https://registry.test/")) is { } address) read.Credentials!.GetCredential(address, "Basic");
            }
            catch (FormatException refused)
            {
                Assert.StartsWith("HTTPS_PROXY", refused.Message, StringComparison.Ordinal);
            }

            UrlLogins.Remove(proxy);
        }
    }

    private static string Damage(string text, int seed)
    {
        var random = new Random(seed);
        for (var i = random.Next(6); i >= 0; i--)
        {
            var at = random.Next(text.Length + 1);
            var length = random.Next(Math.Min(10, text.Length - at) + 1);
            var piece = random.Next(2) == 0 ? Pieces[random.Next(Pieces.Length)] : "";
            text = string.Concat(text.AsSpan(0, at), piece, text.AsSpan(at + length));
        }

        return text;
    }
}
