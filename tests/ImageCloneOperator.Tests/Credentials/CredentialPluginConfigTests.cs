using ImageCloneOperator.Credentials.Plugins;
using ImageCloneOperator.Manifests;
using ImageCloneOperator.Tests.Commands;

namespace ImageCloneOperator.Tests.Credentials;

public sealed class CredentialPluginConfigTests(LiveCluster cluster) : IClassFixture<LiveCluster>, IDisposable
{
    private const string Rest = "matchImages: [x.io], defaultCacheDuration: 1h";
    private const string Version = "apiVersion: credentialprovider.kubelet.k8s.io/v1";

    private readonly PluginFolder _folder = new PluginFolder().With("exit 1");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData($"[{{name: ../plugin, {Rest}, {Version}}}]", "providers[0].name: '../plugin' must be the name of a program")]
    [InlineData($"[{{name: other, {Rest}, {Version}}}]", "providers[0].name: there is no program other in ")]
    [InlineData(
        $"[{{name: plugin, {Rest}, apiVersion: credentialprovider.kubelet.k8s.io/v2}}]",
        "providers[0].apiVersion: 'credentialprovider.kubelet.k8s.io/v2' is not")]
    [InlineData($"[{{name: plugin, matchImages: [], defaultCacheDuration: 1h, {Version}}}]", "providers[0].matchImages: name at least one")]
    [InlineData($"[{{name: plugin, matchImages: [x.io], {Version}}}]", "providers[0]: a required field is missing")]
    [InlineData($"[{{name: plugin, {Rest}, {Version}, tokenAttributes: {{}}}}]", "providers[0].tokenAttributes: there is no such field")]
    [InlineData($"[{{name: plugin, {Rest}, {Version}}}, {{name: plugin, {Rest}, {Version}}}]", "two providers with the name plugin")]
    public void A_mistake_is_told_by_its_field(string providers, string expected)
    {
        var config = _folder.Configure(providers);

        var error = Assert.Throws<ManifestException>(() => CredentialPluginReader.Read(config, _folder.Path));

        Assert.StartsWith(config, error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v1beta1")]
    [InlineData("v1alpha1")]
    public void Each_version_of_the_configuration_and_of_the_plugins_is_read(string version)
    {
        var config = _folder.Configure($"[{{name: plugin, {Rest}, apiVersion: credentialprovider.kubelet.k8s.io/{version}}}]");
        File.WriteAllText(
            config,
            File.ReadAllText(config).Replace("kubelet.config.k8s.io/v1", $"kubelet.config.k8s.io/{version}", StringComparison.Ordinal));

        Assert.Equal("plugin", CredentialPluginReader.Read(config, _folder.Path).Single().Name);
    }

    [Fact]
    public async Task The_operator_does_not_start_with_a_configuration_that_it_cannot_use()
    {
        var run = await OperatorProgram.RunAsync(
            cluster,
            "run",
            "--image-credential-provider-config",
            _folder.Of("none.yaml"),
            "--image-credential-provider-bin-dir",
            _folder.Path);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("none.yaml: there is no such file or folder", run.Error, StringComparison.Ordinal);
    }
}
