using System.Collections.Concurrent;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Backups.Inputs;
using ImageCloneOperator.Backups.SourceProbes;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Credentials;
using ImageCloneOperator.Credentials.Plugins;
using ImageCloneOperator.Credentials.Secrets;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Resources;
using ImageCloneOperator.Kubernetes.Sources;
using ImageCloneOperator.Policies.Compilation;
using ImageCloneOperator.Registry;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Samples;
using ImageCloneOperator.Tests.Credentials;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageCloneOperator.Tests.Backups.SourceProbes;

/// <summary>A source registry, and the checker that asks it by a clock that the test moves.</summary>
internal sealed class SourceScene : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly RegistryClient _registries;
    private readonly IDisposable _woken;
    private readonly Task _running;

    private SourceScene(RegistryServer source, RegistryServer target, IKubernetesClient? secrets, int requestsPerHost)
    {
        (Source, Target) = (source, target);
        _registries = new RegistryClient(new RegistryClientOptions { InitialRequestsPerHost = requestsPerHost }, Time);
        var access = new RegistryEndpointResolver(
            new SecretCache(secrets!, Time), Clouds.None, Clouds.NoRepositories, new CredentialPlugins([]), "image-clone-system");
        Checker = new SourceProber(
            new RegistryInspector(_registries),
            access,
            new UnreachableHosts(Time),
            new SourceProbeMetrics(Meters),
            Time,
            NullLogger<SourceProber>.Instance);
        _woken = ((ISource<EntityKey>)Checker.Tasks).Subscribe(key => Woken.Add(key.Name));
        _running = Checker.Tasks.RunAsync(_stop.Token, _stop.Token);
    }

    public ManualTimeProvider Time { get; } = new();

    public TestMeters Meters { get; } = new();

    public RegistryServer Source { get; }

    /// <summary>It has one image, the copy of all.</summary>
    public RegistryServer Target { get; }

    public SourceProber Checker { get; }

    /// <summary>The backups whose controller was woken.</summary>
    public ConcurrentBag<string> Woken { get; } = [];

    public static async Task<SourceScene> StartAsync(IKubernetesClient? secrets = null, int requestsPerHost = 16)
    {
        return new SourceScene(await RegistryAsync(), await RegistryAsync(), secrets, requestsPerHost);
    }

    public BackupInput Context(string? image = null, Action<BackupPolicySpec>? change = null)
    {
        var policy = new BackupPolicy { Metadata = new V1ObjectMeta { Name = "failover" } };
        policy.Spec.Target.Registry = Target.Host;
        policy.Spec.Sources.UseImagePullSecrets = false;
        policy.Spec.Rewrite.Mode = RewriteMode.Pod;
        policy.Spec.Rewrite.When = RewriteTrigger.SourceUnavailable;
        policy.Spec.Rewrite.SourceCheck.Interval = new(TimeSpan.FromMinutes(1));
        change?.Invoke(policy.Spec);
        image ??= $"{Source.Host}/team/app:v1";
        var backup = new ImageBackup
        {
            Metadata = new V1ObjectMeta { Name = ImageBackupName.For("failover", image) },
            Spec = new ImageBackupSpec { PolicyName = "failover", Source = image, Target = $"{Target.Host}/team/app:v1" },
        };
        Assert.True(PolicyCompiler.TryCompile(policy, out var compiled, out var errors), string.Join("; ", errors));
        return new BackupInput(backup, compiled, AttemptInputs.Of(backup, policy), []);
    }

    public void LetAllBeDue(params BackupInput[] contexts)
    {
        foreach (var context in contexts) Checker.Next(context);
        Time.Advance(TimeSpan.FromMinutes(1));
    }

    /// <summary>Lets the time come for one check, and waits for its end.</summary>
    public async Task<ProbeResult?> CheckAsync(BackupInput context)
    {
        if (Checker.Next(context) is { } wait)
        {
            Time.Advance(wait);
            Assert.Null(Checker.Next(context));
        }

        await Eventually.True(() => Checker.Tasks.VersionOf(context.Backup.Metadata.Name!) is null);
        return FindingOf(context);
    }

    public ProbeResult? FindingOf(BackupInput context) => Checker.FindingOf(context.Backup.Metadata.Name!);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _woken.Dispose();
        _registries.Dispose();
        Meters.Dispose();
        _stop.Dispose();
        await Source.DisposeAsync();
        await Target.DisposeAsync();
    }

    private static async Task<RegistryServer> RegistryAsync()
    {
        var registry = await RegistryServer.StartAsync(new RegistryOptions());
        await new SampleRepository(registry.Samples, "team/app").ImageAsync(new SampleImage([new SampleLayer("app", 1000)]), "v1");
        return registry;
    }
}
