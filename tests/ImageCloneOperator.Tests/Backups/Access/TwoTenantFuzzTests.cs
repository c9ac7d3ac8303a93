using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Backups.Access;
using ImageCloneOperator.Backups.Inputs;
using ImageCloneOperator.Backups.SourceProbes;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Core.Backups;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Credentials;
using ImageCloneOperator.Credentials.Plugins;
using ImageCloneOperator.Credentials.Secrets;
using ImageCloneOperator.Policies.Compilation;
using ImageCloneOperator.Registry;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Faults;
using ImageCloneOperator.Testing.Registry.Samples;
using ImageCloneOperator.Tests.Credentials;
using ImageCloneOperator.Tests.Support;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageCloneOperator.Tests.Backups.Access;

/// <summary>
/// Two tenants and an administrator change secrets and policies at random, and registries fail: a model says who may have which copy. More
/// sequences: IMAGE_CLONE_FUZZ_SEQUENCES.
/// </summary>
public sealed class TwoTenantFuzzTests(LiveCluster cluster) : IClassFixture<LiveCluster>, IAsyncLifetime
{
    private const int Steps = 12;
    private static readonly string[] Tenants = ["a", "b"];
    private static readonly string[] Owners = ["a", "b", "open"];

    private readonly RegistryServer[] _sources = new RegistryServer[2];
    private readonly ConcurrentBag<(int Source, string Login)> _shown = [];

    public async Task InitializeAsync()
    {
        for (var i = 0; i < _sources.Length; i++) _sources[i] = await SourceAsync(i);
        foreach (var ns in Tenants)
            await cluster.ApplyAsync<V1Namespace>($"{{apiVersion: v1, kind: Namespace, metadata: {{name: {ns}}}}}");
    }

    public async Task DisposeAsync()
    {
        foreach (var source in _sources) await source.DisposeAsync();
    }

    [Fact]
    public async Task Nobody_gets_a_copy_that_the_source_does_not_give_them_and_no_credential_reaches_another_host()
    {
        var sequences = int.Parse(Environment.GetEnvironmentVariable("IMAGE_CLONE_FUZZ_SEQUENCES") ?? "5", CultureInfo.InvariantCulture);
        for (var seed = 0; seed < sequences; seed++) await RunAsync(seed);
    }

    private async Task RunAsync(int seed)
    {
        var random = new Random(seed);
        var state = new State();
        foreach (var source in _sources) source.Faults.Clear();
        foreach (var ns in Tenants) await SecretAsync(ns, "pull", []);
        using var secrets = new SecretCache(cluster.Client, TimeProvider.System);
        var access = Owners.SelectMany(owner => _sources.Select((_, i) => (i, owner)))
            .ToDictionary(image => image, _ => (SourceAccess?)null);
        var rights = access.Keys.SelectMany(image => Tenants.Select(ns => (image, ns))).ToDictionary(pair => pair, _ => false);
        var history = new StringBuilder();
        for (var step = 0; step < Steps; step++)
        {
            history.AppendLine(CultureInfo.InvariantCulture, $"{step}: {await ChangeAsync(state, random)}");
            secrets.Forget();
            using var registries = new RegistryClient(new RegistryClientOptions { MaxAttempts = 1 });
            foreach (var image in access.Keys)
            {
                access[image] = await AskAsync(image, access[image], state, secrets, registries);
                foreach (var (ns, right) in Expected(image, state, rights)) rights[(image, ns)] = right;
                var product = BackupStateReader.Access(access[image]);
                foreach (var ns in Tenants)
                {
                    Assert.True(
                        rights[(image, ns)] == (product.For(ns) == AccessAnswer.Given),
                        $"seed {seed}: {image} for {ns}: {product.For(ns)}, the model says {rights[(image, ns)]}\n{history}");
                }
            }
        }

        Assert.All(_shown, shown => Assert.EndsWith($"-of-{shown.Source}", shown.Login, StringComparison.Ordinal));
    }

    /// <summary>A right changes only while the source answers, and gives the image to somebody.</summary>
    private static List<(string Namespace, bool Right)> Expected(
        (int Source, string Owner) image, State state, Dictionary<((int, string) Image, string Namespace), bool> rights)
    {
        var reads = Tenants.ToDictionary(ns => ns, ns => state.Reads(ns, image));
        var isAnybodys = image.Owner == "open" || state.Shared is not null || (state.UsesPullSecrets && reads.ContainsValue(true));
        if (state.Silent[image.Source] || (!isAnybodys && !reads.ContainsValue(true))) return [];
        return [.. Tenants.Select(ns => (ns, reads[ns]))];
    }

    private async Task<string> ChangeAsync(State state, Random random)
    {
        var (ns, source) = (Tenants[random.Next(2)], random.Next(2));
        switch (random.Next(5))
        {
            case 0:
                state.Silent[source] = !state.Silent[source];
                _sources[source].Faults.Clear();
                if (state.Silent[source])
                    _sources[source].Faults.Add(new Fault { Effect = FaultEffect.Answer(503), Times = int.MaxValue });
                return $"source {source} is silent: {state.Silent[source]}";
            case 1:
                state.UsesPullSecrets = !state.UsesPullSecrets;
                return $"pull secrets serve: {state.UsesPullSecrets}";
            case 2:
                state.Shared = random.GetItems<string?>([null, "all", "a", "b"], 1)[0];
                await SecretAsync("default", "shared", _sources.Select((_, i) => (i, "root")));
                return $"the policy shares with {state.Shared ?? "nobody"}";
            default:
                var logins = _sources.Select((_, i) => (Source: i, User: random.GetItems(["", "a", "b", "stranger"], 1)[0]))
                    .Where(login => login.User.Length > 0).ToList();
                state.Logins[ns] = logins;
                await SecretAsync(ns, "pull", logins);
                return $"{ns} has {string.Join(", ", logins)}";
        }
    }

    private Task<V1Secret> SecretAsync(string ns, string name, IEnumerable<(int Source, string User)> logins)
    {
        var auths = logins.Select(
            login => $$"""
                "{{_sources[login.Source].Host}}": {"username": "{{login.User}}", "password": "{{login.User}}-of-{{login.Source}}"}
                """);
        var config = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{{\"auths\": {{{string.Join(", ", auths)}}}}}"));
        return cluster.ApplyAsync<V1Secret>($$"""
            apiVersion: v1
            kind: Secret
            metadata: {name: {{name}}, namespace: {{ns}} }
            type: kubernetes.io/dockerconfigjson
            data: {.dockerconfigjson: {{config}} }
            """);
    }

    private async Task<SourceAccess> AskAsync(
        (int Source, string Owner) image, SourceAccess? before, State state, SecretCache secrets, RegistryClient registries)
    {
        var policy = new BackupPolicy { Metadata = new V1ObjectMeta { Name = "policy" } };
        policy.Spec.Target.Registry = "registry.example.com";
        policy.Spec.Rewrite.Mode = RewriteMode.Pod;
        policy.Spec.Sources.UseImagePullSecrets = state.UsesPullSecrets;
        if (state.Shared is { } shared)
        {
            policy.Spec.Sources.SecretRefs =
            [
                new()
                {
                    Name = "shared",
                    Namespaces = shared == "all" ? null : new() { MatchLabels = new Dictionary<string, string> { ["name"] = shared } },
                },
            ];
        }

        Assert.True(PolicyCompiler.TryCompile(policy, out var compiled, out var errors), string.Join("; ", errors));
        var backup = new ImageBackup
        {
            Metadata = new V1ObjectMeta { Name = "backup" },
            Spec = new ImageBackupSpec
            {
                PolicyName = "policy",
                Source = $"{_sources[image.Source].Host}/{image.Owner}/app:v1",
                Target = "registry.example.com/app:v1",
            },
            Status = new ImageBackupStatus { Access = before },
        };
        var users = Tenants.Select(ns => new Workload(new WorkloadKey(WorkloadTypes.Deployment, ns, "web"))
        {
            PullSecrets = [new SecretName(ns, "pull")],
        });
        using var silent = new UnreachableHosts(TimeProvider.System);
        var inspector = new AccessInspector(
            new RegistryInspector(registries),
            new RegistryEndpointResolver(secrets, Clouds.None, Clouds.NoRepositories, new CredentialPlugins([]), "default"),
            new StubCache<V1Namespace>(key => new V1Namespace
            {
                Metadata = new V1ObjectMeta { Name = key.Name, Labels = new Dictionary<string, string> { ["name"] = key.Name } },
            }),
            silent,
            TimeProvider.System,
            NullLogger<AccessInspector>.Instance);
        var input = new BackupInput(backup, compiled, AttemptInputs.Of(backup, policy), [.. users]);
        return (await inspector.AskAsync(input, Tenants, isWhole: true, Bound.Token())).Access;
    }

    private async Task<RegistryServer> SourceAsync(int index)
    {
        var source = await RegistryServer.StartAsync(new RegistryOptions
        {
            Auth = RegistryAuth.Basic,
            Accounts =
            [
                new RegistryAccount("a", $"a-of-{index}") { Pull = ["a/*", "open/*"] },
                new RegistryAccount("b", $"b-of-{index}") { Pull = ["b/*", "open/*"] },
                new RegistryAccount("stranger", $"stranger-of-{index}") { Pull = ["open/*"] },
                new RegistryAccount("root", $"root-of-{index}"),
            ],
            AnonymousPull = ["open/*"],
        });
        foreach (var owner in Owners)
            await new SampleRepository(source.Samples, $"{owner}/app").ImageAsync(new SampleImage(new SampleLayer(owner, 1000)), "v1");
        source.Interceptor = (context, next) =>
        {
            if (AuthenticationHeaderValue.TryParse(context.Request.Headers.Authorization, out var header))
                _shown.Add((index, Encoding.UTF8.GetString(Convert.FromBase64String(header.Parameter!))));
            return next();
        };
        return source;
    }

    /// <summary>What is so now, of which the model says who can read what.</summary>
    private sealed class State
    {
        public bool[] Silent { get; } = new bool[2];

        public bool UsesPullSecrets { get; set; } = true;

        /// <summary>A tenant, "all", or null for nobody.</summary>
        public string? Shared { get; set; }

        public Dictionary<string, List<(int Source, string User)>> Logins { get; } =
            Tenants.ToDictionary(ns => ns, _ => new List<(int, string)>());

        public bool Reads(string ns, (int Source, string Owner) image) =>
            image.Owner == "open"
            || Shared == "all" || Shared == ns
            || (UsesPullSecrets && Logins[ns].Contains((image.Source, image.Owner)));
    }
}
