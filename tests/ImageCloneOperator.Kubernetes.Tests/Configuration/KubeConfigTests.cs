using ImageCloneOperator.Kubernetes.Configuration;
using ImageCloneOperator.Kubernetes.Configuration.Credentials;
using ImageCloneOperator.Kubernetes.Errors;

namespace ImageCloneOperator.Kubernetes.Tests.Configuration;

public sealed class KubeConfigTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_several_files_the_first_to_name_something_wins()
    {
        var first = _folder.Write(
            "first",
            Kubeconfigs.Of("{server: 'https://first:1'}", "{token: a}").Replace("current-context: here", "", StringComparison.Ordinal));
        var second = _folder.Write(
            "second",
            """
            current-context: there
            contexts:
            - {name: here, context: {cluster: other}}
            - {name: there, context: {cluster: c}}
            clusters:
            - {name: c, cluster: {server: 'https://second:2'}}
            """);

        var configuration = Load($"{first}:{_folder.Path}/none:{second}:");

        Assert.Equal(new Uri("https://first:1/"), configuration.Server);
        Assert.Equal("default", configuration.Namespace);
        Assert.Equal($"context \"there\" of {second}", configuration.Source);
        Assert.Equal("shop", Load($"{first}:{second}", "here").Namespace);
    }

    [Fact]
    public void Without_KUBECONFIG_the_file_in_the_home_folder_counts()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, ".kube"));
        _folder.Write(".kube/config", Kubeconfigs.Of("{server: 'http://home:1/prefix'}", "{}"));

        var configuration = ConfigurationLocator.Load(name => name == "HOME" ? _folder.Path : null, null, TimeProvider.System);

        Assert.Equal(new Uri("http://home:1/prefix/"), configuration.Server);
        Assert.Null(configuration.Credentials);
    }

    [Fact]
    public async Task A_pod_is_its_service_account_and_reads_its_token_anew_when_it_was_refused()
    {
        _folder.Write("token", "first\n");
        _folder.Write("namespace", "shop");
        var environment = new Dictionary<string, string> { ["KUBERNETES_SERVICE_HOST"] = "fd00::1", ["KUBERNETES_SERVICE_PORT"] = "443" };

        var configuration = InClusterConfiguration.TryLoad(environment.GetValueOrDefault, _folder.Path, TimeProvider.System)!;

        Assert.Equal((new Uri("https://[fd00::1]:443/"), "shop"), (configuration.Server, configuration.Namespace));
        var credential = await configuration.Credentials!.GetAsync(CancellationToken.None);
        Assert.Equal("first", credential.Header?.Parameter);
        _folder.Write("token", "second");
        Assert.True(configuration.Credentials.Refused(credential));
        Assert.Equal("second", (await configuration.Credentials.GetAsync(CancellationToken.None)).Header?.Parameter);
    }

    [Fact]
    public async Task Paths_are_relative_to_the_file_that_names_them()
    {
        _folder.Write("token.txt", "secret");
        var file = _folder.Write("config", Kubeconfigs.Of("{server: 'https://x'}", "{tokenFile: token.txt}"));

        var credential = await ClusterConfiguration.FromFile(file).Credentials!.GetAsync(CancellationToken.None);

        Assert.Equal(Credential.Bearer("secret").Header, credential.Header);
        Assert.DoesNotContain("secret", credential.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{server: 'https://x'}", "{client-certificate-data: '%%'}", "users[0].user.client-certificate-data: is not base64")]
    [InlineData(
        "{server: 'https://x'}", "{client-certificate-data: c2VjcmV0}", "users[0].user.client-key: is missing beside client-certificate")]
    [InlineData(
        "{server: 'https://x'}",
        "{client-certificate-data: c2VjcmV0, client-key-data: c2VjcmV0}",
        "users[0].user.client-certificate: and client-key must be a PEM certificate")]
    [InlineData("{server: 'https://x'}", "{client-certificate: none.pem}", "users[0].user.client-certificate: cannot be read")]
    [InlineData(
        "{server: 'https://x'}",
        "{exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: c2VjcmV0}}",
        "users[0].user.exec.apiVersion: must be")]
    [InlineData("{server: 'https://x'}", "{auth-provider: {name: gcp}}", "users[0].user.auth-provider: is no longer supported")]
    [InlineData("{server: 'https://x'}", "{as-groups: [a]}", "users[0].user.as: is missing")]
    [InlineData("{}", "{}", "clusters[0].cluster.server: is missing")]
    [InlineData("{server: 'x:6443'}", "{}", "clusters[0].cluster.server: must be an address that begins with https://")]
    [InlineData(
        "{server: 'https://x', proxy-url: 'ftp://a:c2VjcmV0@b'}",
        "{}",
        "clusters[0].cluster.proxy-url: must be an address that begins with http://")]
    [InlineData(
        "{server: 'https://x', certificate-authority-data: c2VjcmV0}",
        "{}",
        "clusters[0].cluster.certificate-authority-data: holds no PEM certificate")]
    [InlineData(
        "{server: 'https://x', certificate-authority-data: c2VjcmV0, insecure-skip-tls-verify: true}",
        "{}",
        "clusters[0].cluster.insecure-skip-tls-verify: cannot be true beside")]
    [InlineData(
        "{server: 'https://x', insecure-skip-tls-verify: perhaps}",
        "{}",
        "clusters[0].cluster.insecure-skip-tls-verify: must be true or false")]
    [InlineData("{server: [a]}", "{}", "clusters[0].cluster.server: must be a text")]
    public void A_wrong_field_is_named_with_its_file_and_without_its_value(string cluster, string user, string expected)
    {
        var file = _folder.Write("config", Kubeconfigs.Of(cluster, user));

        var exception = Assert.Throws<KubeConfigException>(() => ClusterConfiguration.FromFile(file));

        Assert.StartsWith($"{file}: {expected}", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Theory]
    [InlineData("current-context: x", "context", "there is no \"x\" in contexts (there are none)")]
    [InlineData("{}", "current-context", "is not set")]
    [InlineData("- a", "", "is not a kubeconfig")]
    [InlineData("token: secret: secret", "", "line 1 is not valid YAML")]
    [InlineData(
        "current-context: x\ncontexts: [{name: x, context: {cluster: gone}}]\nclusters: [{name: c, cluster: {server: a}}]",
        "cluster",
        "there is no \"gone\" in clusters (there are: c)")]
    public void A_file_that_leads_nowhere_says_what_is_missing(string content, string field, string expected)
    {
        var file = _folder.Write("config", content);

        var exception = Assert.Throws<KubeConfigException>(() => ClusterConfiguration.FromFile(file));

        Assert.StartsWith(file, exception.Message, StringComparison.Ordinal);
        Assert.Contains(field, exception.Message, StringComparison.Ordinal);
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
    }

    private static ClusterConfiguration Load(string kubeconfig, string? context = null) =>
        ConfigurationLocator.Load(name => name == "KUBECONFIG" ? kubeconfig : null, context, TimeProvider.System);
}
