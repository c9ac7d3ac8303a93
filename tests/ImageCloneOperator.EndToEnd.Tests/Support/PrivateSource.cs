using System.Net.Http.Headers;
using System.Text;
using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.EndToEnd.Tests.Support;

/// <summary>A source that gives nothing without a login.</summary>
internal sealed class PrivateSource(Kubectl kubectl, RegistryProcess registry) : IAsyncDisposable
{
    /// <summary>The secret of a workload that <see cref="Pulling"/> has made.</summary>
    private const string Secret = "pull";

    public RegistryProcess Registry => registry;

    /// <summary>Debian's docker-registry, with the accounts "owner" and "other".</summary>
    public static async Task<PrivateSource> StartAsync(Kubectl kubectl) => new(kubectl, await DockerRegistry.StartPrivateAsync(
        "owner:$2a$04$abcdefghijklmnopqrstuuzg6kb/qSDp.A/yEy4pyDw/wtx9BVL7.",
        "other:$2a$04$abcdefghijklmnopqrstuuZmUGu3q/UDnsna30Ge.rhp8Dd9ibIc."));

    public async Task PushAsync(string repository)
    {
        using var http = new HttpClient { BaseAddress = registry.Address };
        var login = Convert.ToBase64String(Encoding.UTF8.GetBytes("owner:owner-secret"));
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", login);
        await new SampleRepository(new HttpSampleTarget(http), repository)
            .ImageAsync(new SampleImage(new SampleLayer(repository, 20_000)), "1.0");
    }

    public Task<string> PullSecretAsync(string @namespace, string user, string name = Secret) => kubectl.RunAsync(
        "create", "secret", "docker-registry", name, "-n", @namespace, $"--docker-server={registry.Host}", $"--docker-username={user}",
        $"--docker-password={user}-secret");

    /// <summary>The workload with that secret.</summary>
    public static string Pulling(string deployment) => $"{deployment}\n      imagePullSecrets: [{{name: {Secret}}}]";

    public ValueTask DisposeAsync() => registry.DisposeAsync();
}
