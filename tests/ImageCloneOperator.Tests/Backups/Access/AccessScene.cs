using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Backups.Access;
using ImageCloneOperator.Backups.Inputs;
using ImageCloneOperator.Backups.SourceProbes;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Credentials;
using ImageCloneOperator.Credentials.Plugins;
using ImageCloneOperator.Credentials.Secrets;
using ImageCloneOperator.Policies.Compilation;
using ImageCloneOperator.Registry;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Samples;
using ImageCloneOperator.Tests.Credentials;
using ImageCloneOperator.Tests.Support;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageCloneOperator.Tests.Backups.Access;

/// <summary>A source with a public and a private image, and namespaces of one test.</summary>
internal sealed class AccessScene : IAsyncDisposable
{
    public const string Public = "open/app:v1";
    public const string Private = "secret/app:v1";

    private readonly LiveCluster _cluster;
    private readonly string _suffix = Guid.NewGuid().ToString("N")[..8];
    private readonly RegistryClient _registries = new(new RegistryClientOptions { MaxAttempts = 1 });
    private readonly SecretCache _secrets;
    private readonly AccessInspector _inspector;

    private AccessScene(LiveCluster cluster, RegistryServer source)
    {
        (_cluster, Source) = (cluster, source);
        _secrets = new SecretCache(cluster.Client, TimeProvider.System);
        _inspector = new AccessInspector(
            new RegistryInspector(_registries),
            new RegistryEndpointResolver(
                _secrets, Clouds.None, Clouds.NoRepositories, new CredentialPlugins([]), Name("image-clone-system")),
            new StubCache<V1Namespace>(key => new V1Namespace
            {
                Metadata = new V1ObjectMeta
                {
                    Name = key.Name,
                    Labels = new Dictionary<string, string> { ["name"] = Plain(key.Name) },
                },
            }),
            new UnreachableHosts(TimeProvider.System),
            TimeProvider.System,
            NullLogger<AccessInspector>.Instance);
        source.Interceptor = (context, next) =>
        {
            if (AuthenticationHeaderValue.TryParse(context.Request.Headers.Authorization, out var header))
                Users.Add(Encoding.UTF8.GetString(Convert.FromBase64String(header.Parameter!)));
            return next();
        };
    }

    public RegistryServer Source { get; }

    /// <summary>Who was shown to the source.</summary>
    public ConcurrentBag<string> Users { get; } = [];

    public static async Task<AccessScene> StartAsync(LiveCluster cluster)
    {
        var source = await RegistryServer.StartAsync(new RegistryOptions
        {
            Auth = RegistryAuth.Basic,
            Accounts = [new RegistryAccount("owner", "owner"), new RegistryAccount("stranger", "stranger") { Pull = ["open/*"] }],
            AnonymousPull = ["open/*"],
        });
        foreach (var image in (string[])["open/app", "secret/app"])
            await new SampleRepository(source.Samples, image).ImageAsync(new SampleImage(new SampleLayer(image, 1000)), "v1");
        return new AccessScene(cluster, source);
    }

    public async Task PullSecretAsync(string ns, string user)
    {
        await _cluster.ApplyAsync<V1Namespace>($"{{apiVersion: v1, kind: Namespace, metadata: {{name: {Name(ns)}}}}}");
        var config = $$"""{"auths": {"{{Source.Host}}": {"username": "{{user}}", "password": "{{user}}"} } }""";
        await _cluster.ApplyAsync<V1Secret>($$"""
            apiVersion: v1
            kind: Secret
            metadata: {name: pull, namespace: {{Name(ns)}} }
            type: kubernetes.io/dockerconfigjson
            data: {.dockerconfigjson: {{Convert.ToBase64String(Encoding.UTF8.GetBytes(config))}} }
            """);
    }

    public Task<SourceAccess> AskAsync(string image, SourceAccess? before, params string[] namespaces) =>
        AskAsync(image, before, _ => { }, namespaces);

    /// <summary>Asks for namespaces that each have a workload with the image and with a pull secret.</summary>
    public async Task<SourceAccess> AskAsync(
        string image, SourceAccess? before, Action<BackupPolicySpec> change, params string[] namespaces)
    {
        var policy = new BackupPolicy { Metadata = new V1ObjectMeta { Name = "policy" } };
        policy.Spec.Target.Registry = "registry.example.com";
        policy.Spec.Rewrite.Mode = RewriteMode.Pod;
        change(policy.Spec);
        Assert.True(PolicyCompiler.TryCompile(policy, out var compiled, out var errors), string.Join("; ", errors));
        var backup = new ImageBackup
        {
            Metadata = new V1ObjectMeta { Name = "backup" },
            Spec = new ImageBackupSpec { PolicyName = "policy", Source = $"{Source.Host}/{image}", Target = "registry.example.com/app:v1" },
            Status = new ImageBackupStatus
            {
                Access = before is null ? null : before with { Namespaces = before.Namespaces?.Select(Name).ToList() },
            },
        };
        var users = namespaces.Select(ns => new Workload(new WorkloadKey(WorkloadTypes.Deployment, Name(ns), "web"))
        {
            PullSecrets = [new SecretName(Name(ns), "pull")],
        });
        var input = new BackupInput(backup, compiled, AttemptInputs.Of(backup, policy), [.. users]);
        var finding = await _inspector.AskAsync(input, [.. namespaces.Select(Name)], isWhole: true, Bound.Token());
        return finding.Access with
        {
            Namespaces = finding.Access.Namespaces?.Select(Plain).ToList(),
            Refused = finding.Access.Refused?.Select(Plain).ToList(),
        };
    }

    public async ValueTask DisposeAsync()
    {
        _registries.Dispose();
        _secrets.Dispose();
        await Source.DisposeAsync();
    }

    private string Name(string ns) => $"{ns}-{_suffix}";

    private string Plain(string ns) => ns.Replace($"-{_suffix}", "", StringComparison.Ordinal);
}
