using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Backups.Access;
using ImageCloneOperator.Backups.Copying;
using ImageCloneOperator.Backups.Inputs;
using ImageCloneOperator.Backups.SourceProbes;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Core.Backups;
using ImageCloneOperator.Core.Credentials;
using ImageCloneOperator.Core.Rules;
using ImageCloneOperator.Credentials;
using ImageCloneOperator.Credentials.Plugins;
using ImageCloneOperator.Credentials.Secrets;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Events;
using ImageCloneOperator.Policies.Compilation;
using ImageCloneOperator.Registry;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Faults;
using ImageCloneOperator.Testing.Registry.Samples;
using ImageCloneOperator.Tests.Credentials;
using ImageCloneOperator.Tests.Support;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageCloneOperator.Tests.Backups.Copying;

/// <summary>An ImageBackup in a cluster, its source and its target, and the job that copies it by a clock that the test moves.</summary>
internal sealed class JobScene : IAsyncDisposable, IEventRecorder
{
    private static readonly TimeSpan Forever = TimeSpan.FromHours(1);

    private readonly LiveCluster _cluster;
    private readonly RegistryServer _source;
    private readonly RegistryServer _target;
    private readonly ManualTimeProvider _sourceTime;
    private readonly RegistryClient _registries = new();
    private readonly TestMeters _meters = new();
    private readonly int _before;

    private JobScene(LiveCluster cluster, RegistryServer source, RegistryServer target, ManualTimeProvider sourceTime)
    {
        (_cluster, _source, _target, _sourceTime) = (cluster, source, target, sourceTime);
        _before = Patches;
    }

    public ManualTimeProvider Time { get; } = new();

    public List<string> Events { get; } = [];

    /// <summary>What is thrown when credentials are asked for.</summary>
    public Exception? Unexpected { get; set; }

    /// <summary>How often the status was written.</summary>
    public int Writes => Patches - _before;

    private int Patches => _cluster.Server.Requests.Count("patch", "imagebackups/status");

    private string Name => $"policy.app-{_source.Host.Replace(':', '-')}";

    public static async Task<JobScene> StartAsync(LiveCluster cluster, RecopyMode recopy = RecopyMode.WhenMissing)
    {
        var time = new ManualTimeProvider();
        var source = await RegistryServer.StartAsync(new RegistryOptions { Time = time });
        await new SampleRepository(source.Samples, "app").ImageAsync(new SampleImage(new SampleLayer("app", 1000)), "v1");
        var scene = new JobScene(cluster, source, await RegistryServer.StartAsync(new RegistryOptions()), time);
        await cluster.Client.CreateAsync(scene.New(recopy), CancellationToken.None);
        return scene;
    }

    /// <summary>Blobs are sent when <see cref="Release"/> is called, or refused then.</summary>
    public void Hold(int? refusal = null) => _source.Faults.Add(
        new Fault
        {
            Method = "GET",
            Kind = RequestKind.Blob,
            Times = int.MaxValue,
            Effect = new FaultEffect { Delay = Forever, Status = refusal },
        });

    public void Refuse(int status) => _source.Faults.Add(
        new Fault { Method = "GET", Kind = RequestKind.Blob, Times = int.MaxValue, Effect = FaultEffect.Answer(status) });

    public void RefuseReferrers() =>
        _source.Faults.Add(new Fault { Kind = RequestKind.Referrers, Times = int.MaxValue, Effect = FaultEffect.Answer(403) });

    /// <summary>The target may be written, and not read.</summary>
    public void HideTarget(int status)
    {
        foreach (var method in (string[])["HEAD", "GET"])
            _target.Faults.Add(new Fault { Method = method, Times = int.MaxValue, Effect = FaultEffect.Answer(status) });
    }

    public void ShowTarget() => _target.Faults.Clear();

    /// <summary>The source's tag moves.</summary>
    public async Task PushAsync(string content) =>
        await new SampleRepository(_source.Samples, "app").ImageAsync(new SampleImage(new SampleLayer(content, 1000)), "v1");

    /// <summary>A blob is asked for and does not come.</summary>
    public bool IsHeld => _sourceTime.ArmedTimers > 0;

    public void Unfault() => _source.Faults.Clear();

    /// <summary>Requests that come later than this are not held.</summary>
    public void Release()
    {
        Unfault();
        _sourceTime.Advance(Forever);
    }

    public async Task<ImageBackup> ReadAsync() => (await _cluster.GetAsync<ImageBackup>(Name, @namespace: null))!;

    /// <summary>One try, from how the backup stands now.</summary>
    public Task RunAsync() =>
        WithAsync((input, ends, secrets) => Attempt(secrets).RunAsync(input, ends, Bound.Token()));

    /// <summary>A look at the finished copy.</summary>
    /// <returns>Whether it is to be made again.</returns>
    public async Task<bool> CheckAsync(bool compare = false)
    {
        var again = false;
        await WithAsync(async (input, ends, _) => again = await Verifier().RunAsync(
            input, ends, new NextAction(BackupAction.Check, Compare: compare, Verify: true), Bound.Token()));
        return again;
    }

    private async Task WithAsync(Func<BackupInput, BackupEndpoints, SecretCache, Task> work)
    {
        var policy = new BackupPolicy { Metadata = new V1ObjectMeta { Name = "policy" } };
        policy.Spec.Target.Registry = _target.Host;
        policy.Spec.Target.PlainHttp = true;
        policy.Spec.Sources.UseImagePullSecrets = false;
        Assert.True(PolicyCompiler.TryCompile(policy, out var compiled, out var errors), string.Join("; ", errors));
        var backup = await ReadAsync();
        var input = new BackupInput(backup, compiled, AttemptInputs.Of(backup, policy), []);
        using var secrets = new SecretCache(_cluster.Client, TimeProvider.System);
        var ends = await input.EndpointsAsync(
            new RegistryEndpointResolver(
                secrets, Clouds.None, Clouds.NoRepositories, new CredentialPlugins([]), "image-clone-system"),
            Bound.Token());
        if (Unexpected is { } error) ends = ends with { Source = ends.Source with { Credentials = new Broken(error) } };
        await work(input, ends, secrets);
    }

    public void Record(V1ObjectReference regarding, EventType type, string reason, string note, string action) => Events.Add(reason);

    public async ValueTask DisposeAsync()
    {
        Release();
        _registries.Dispose();
        _meters.Dispose();
        await _source.DisposeAsync();
        await _target.DisposeAsync();
    }

    private ImageBackup New(RecopyMode recopy) => new()
    {
        Metadata = new V1ObjectMeta { Name = Name },
        Spec = new ImageBackupSpec
        {
            PolicyName = "policy",
            Recopy = recopy,
            Source = $"{_source.Host}/app:v1",
            Target = $"{_target.Host}/{_source.Host.Replace(':', '_')}/app:v1",
        },
    };

    private sealed class Broken(Exception error) : ICredentialProvider
    {
        public ValueTask<IReadOnlyList<RegistryCredential>> GetAsync(string host, string repository, CancellationToken cancellationToken) =>
            throw error;
    }

    private CopyVerifier Verifier()
    {
        var inspector = new RegistryInspector(_registries);
        return new CopyVerifier(
            inspector,
            new TagRestorer(inspector, new TargetMaintenance(_registries)),
            new StatusPatcher(_cluster.Client, new MutationCache()),
            this,
            new CopyMetrics(_meters),
            Time);
    }

    private CopyAttempt Attempt(SecretCache secrets)
    {
        var inspector = new RegistryInspector(_registries);
        return new CopyAttempt(
            new CopyOrAdopt(
                new ImageCopier(_registries),
                inspector,
                new TagRestorer(inspector, new TargetMaintenance(_registries)),
                new AccessInspector(
                    inspector,
                    new RegistryEndpointResolver(
                        secrets, Clouds.None, Clouds.NoRepositories, new CredentialPlugins([]), "image-clone-system"),
                    new StubCache<V1Namespace>(_ => null),
                    new UnreachableHosts(Time),
                    Time,
                    NullLogger<AccessInspector>.Instance),
                new NamespaceQuota(new StubCache<ImageBackup>(_ => null), Time)),
            secrets,
            new StatusPatcher(_cluster.Client, new MutationCache()),
            this,
            new CopyMetrics(_meters),
            Time,
            NullLogger<CopyAttempt>.Instance);
    }
}
