using System.Text;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Credentials;
using ImageCloneOperator.Credentials.Plugins;
using ImageCloneOperator.Credentials.Secrets;
using ImageCloneOperator.Policies.Compilation;
using ImageCloneOperator.Registry;
using ImageCloneOperator.Registry.Copying;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Samples;
using k8s.Models;

namespace ImageCloneOperator.Tests.Credentials;

/// <summary>
/// What a policy says about reaching registries arrives there: a source and its mirror are shown each its own credential.
/// </summary>
public sealed class RegistryEndpointResolverTests(LiveCluster cluster) : IClassFixture<LiveCluster>, IAsyncLifetime
{
    private const string Unreachable = "127.0.0.1:1";

    private RegistryServer _mirror = null!;

    public async Task InitializeAsync()
    {
        _mirror = await RegistryServer.StartAsync(
            new RegistryOptions { Auth = RegistryAuth.Basic, Accounts = [new RegistryAccount("reader", "of-the-mirror")] });
        await new SampleRepository(_mirror.Samples, "team/app").ImageAsync(new SampleImage(new SampleLayer("base", 1000)), "v1");
    }

    public async Task DisposeAsync() => await _mirror.DisposeAsync();

    [Fact]
    public async Task Mirror_is_read_with_the_credential_for_the_mirror()
    {
        Assert.NotNull(await FindAsync((Unreachable, "of-the-source"), (_mirror.Host, "of-the-mirror")));
    }

    [Fact]
    public async Task Mirror_never_sees_the_credential_of_the_source()
    {
        await Assert.ThrowsAsync<RegistryException>(() => FindAsync((Unreachable, "of-the-mirror")));

        Assert.NotEmpty(_mirror.Requests.All);
        Assert.All(_mirror.Requests.All, request => Assert.Null(request.AuthorizationScheme));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Http_storage_is_allowed_to_each_by_its_own_entry(bool ofSource, bool ofMirror)
    {
        var policy = Compile(spec => spec.Sources.Registries =
        [
            new() { Host = Unreachable, Mirror = _mirror.Host, AllowHttpStorage = ofSource },
            new() { Host = _mirror.Host, AllowHttpStorage = ofMirror },
        ]);
        using var secrets = new SecretCache(cluster.Client, TimeProvider.System);
        using var plugins = new CredentialPlugins([]);
        var access = new RegistryEndpointResolver(secrets, Clouds.None, Clouds.NoRepositories, plugins, "default");
        var image = ImageReference.Parse($"{Unreachable}/team/app:v1");

        var settings = (await access.SourceAsync(policy, new ImageBackup(), [], image, Bound.Token())).Settings;

        Assert.Equal((ofSource, ofMirror), (settings.AllowHttpStorage, settings.MirrorAllowsHttpStorage));
    }

    [Theory]
    [InlineData("no certificate", "has no PEM certificate")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "has a certificate that is damaged")]
    public async Task Authority_that_is_no_certificate_is_told_by_its_field(string pem, string problem)
    {
        await cluster.ApplyAsync<V1Secret>($$"""
            apiVersion: v1
            kind: Secret
            metadata: {name: authority, namespace: default}
            data: {ca.crt: {{Convert.ToBase64String(Encoding.UTF8.GetBytes(pem))}}}
            """);
        var policy = Compile(spec => spec.Target.CaSecretRef = new() { Name = "authority", Key = "ca.crt" });
        using var secrets = new SecretCache(cluster.Client, TimeProvider.System);
        using var plugins = new CredentialPlugins([]);
        var access = new RegistryEndpointResolver(secrets, Clouds.None, Clouds.NoRepositories, plugins, "default");
        var image = ImageReference.Parse("registry.example.com/app:v1");

        var error = await Assert.ThrowsAsync<RegistryConfigurationException>(() => access.TargetAsync(policy, image, Bound.Token()));

        Assert.StartsWith("spec.target.caSecretRef: key ca.crt", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    /// <summary>Looks for an image whose registry is gone and whose mirror is there.</summary>
    private async Task<ImageState?> FindAsync(params (string Host, string Password)[] logins)
    {
        await ApplySecretAsync(logins);
        var policy = Compile(spec =>
        {
            spec.Sources.UseImagePullSecrets = false;
            spec.Sources.SecretRefs = [new() { Name = "logins" }];
            spec.Sources.Registries = [new() { Host = Unreachable, Mirror = _mirror.Host }];
        });
        using var secrets = new SecretCache(cluster.Client, TimeProvider.System);
        using var plugins = new CredentialPlugins([]);
        var access = new RegistryEndpointResolver(secrets, Clouds.None, Clouds.NoRepositories, plugins, "default");
        var image = ImageReference.Parse($"{Unreachable}/team/app:v1");
        using var client = new RegistryClient(new RegistryClientOptions { MaxAttempts = 1 });
        return await new RegistryInspector(client).ResolveAsync(
            await access.SourceAsync(policy, new ImageBackup(), [], image, Bound.Token()), Bound.Token());
    }

    private static Policy Compile(Action<BackupPolicySpec> change)
    {
        var policy = new BackupPolicy { Metadata = new V1ObjectMeta { Name = "policy" } };
        policy.Spec.Target.Registry = "registry.example.com";
        change(policy.Spec);
        Assert.True(PolicyCompiler.TryCompile(policy, out var compiled, out var errors), string.Join("; ", errors));
        return compiled;
    }

    private Task<V1Secret> ApplySecretAsync(IEnumerable<(string Host, string Password)> logins)
    {
        var auths = string.Join(", ", logins.Select(login => $$"""
            "{{login.Host}}": {"username": "reader", "password": "{{login.Password}}"}
            """));
        var config = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{{\"auths\": {{ {auths} }} }}"));
        return cluster.ApplyAsync<V1Secret>($$"""
            apiVersion: v1
            kind: Secret
            metadata: {name: logins, namespace: default}
            type: kubernetes.io/dockerconfigjson
            data: {.dockerconfigjson: {{config}}}
            """);
    }
}
