using ImageCloneOperator.Kubernetes.Configuration;
using ImageCloneOperator.Kubernetes.Configuration.Credentials;
using ImageCloneOperator.Kubernetes.Errors;

namespace ImageCloneOperator.Kubernetes.Tests.Configuration;

public sealed class ExecPluginTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualTimeProvider _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_plugin_gets_its_arguments_environment_and_the_cluster()
    {
        _folder.WriteProgram(
            "plugin",
            """printf '%s' "$KUBERNETES_EXEC_INFO" > info; printf '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"%s-%s-%s"}}' "$1" "$2" "$WHO" """.Replace(
                "> info", $"> {_folder.Path}/info", StringComparison.Ordinal));

        var source = Source("args: [get, token], env: [{name: WHO, value: me}], provideClusterInfo: true", "v1");

        Assert.Equal("get-token-me", (await source.GetAsync(Bound.Token())).Header?.Parameter);
        Assert.Equal(
            """{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","spec":{"interactive":false,"cluster":{"server":"https://x","tls-server-name":"y"}}}""",
            await File.ReadAllTextAsync(Path.Combine(_folder.Path, "info")));
    }

    [Fact]
    public async Task A_credential_is_kept_until_it_expires_or_is_refused()
    {
        var expires = _time.GetUtcNow().AddHours(1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
        _folder.WriteProgram(
            "plugin",
            $$$"""echo x >> {{{_folder.Path}}}/runs; printf '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1beta1","status":{"token":"t%s","expirationTimestamp":"{{{expires}}}"}}' $(wc -l < {{{_folder.Path}}}/runs)""");
        var source = Source("args: []", "v1beta1");

        var first = await source.GetAsync(Bound.Token());
        Assert.Same(first, await source.GetAsync(Bound.Token()));
        Assert.True(source.Refused(first));
        var second = await source.GetAsync(Bound.Token());
        Assert.True(source.Refused(first));
        Assert.Same(second, await source.GetAsync(Bound.Token()));
        _time.Advance(TimeSpan.FromHours(1));
        var third = await source.GetAsync(Bound.Token());

        Assert.Equal(["t1", "t2", "t3"], new[] { first, second, third }.Select(credential => credential.Header?.Parameter));
    }

    [Theory]
    [InlineData("echo no session >&2; exit 3", "ended with exit code 3: no session")]
    [InlineData("echo '{\"token\":\"secret\"}'", "it must print an ExecCredential of client.authentication.k8s.io/v1")]
    [InlineData("echo secret", "it printed something else than an ExecCredential")]
    [InlineData(
        """echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"clientKeyData":"secret"}}'""",
        "it must print a token, or a client certificate and its key")]
    public async Task A_plugin_that_fails_is_named_with_its_reason_and_without_what_it_printed(string script, string expected)
    {
        _folder.WriteProgram("plugin", script);

        var exception = await Assert.ThrowsAsync<KubeConfigException>(async () => await Source("args: []", "v1").GetAsync(Bound.Token()));

        Assert.StartsWith(
            Path.Combine(_folder.Path, "config") + ": users[0].user.exec.command: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plugin_that_is_not_installed_shows_its_install_hint()
    {
        var exception = await Assert.ThrowsAsync<KubeConfigException>(
            async () => await Source("installHint: Get it from example.com.", "v1").GetAsync(Bound.Token()));

        Assert.EndsWith("Get it from example.com.", exception.Message, StringComparison.Ordinal);
    }

    private ICredentialSource Source(string more, string version)
    {
        var file = _folder.Write(
            "config",
            Kubeconfigs.Of(
                "{server: 'https://x', tls-server-name: y}",
                $"{{exec: {{apiVersion: client.authentication.k8s.io/{version}, command: ./plugin, {more}}}}}"));
        return ClusterConfiguration.FromFile(file, time: _time).Credentials!;
    }
}
