using System.Text.Json.Nodes;
using ImageCloneOperator.Core.Backups;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Rewriting;
using ImageCloneOperator.Core.Rules;
using ImageCloneOperator.Core.Targets;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Patching;
using ImageCloneOperator.Testing.Entities;
using ImageCloneOperator.Workloads.Rewriting;

namespace ImageCloneOperator.Tests.Workloads.Rewriting;

/// <summary>
/// Whatever the owner and the policies do, and wherever the operator is interrupted: the template is always the owner's but for images that
/// are copies of theirs, and in the end it is theirs alone.
/// </summary>
public sealed class RewriteSequenceTests(LiveCluster cluster) : IClassFixture<LiveCluster>
{
    private const int Actions = 25;
    private const int MostWrites = 4;

    private static readonly string[] Names = ["app", "proxy", "log"];
    private static readonly string[] Images =
    [
        "nginx:1",
        "nginx:2",
        "docker.io/library/redis:7",
        "quay.io/a/b@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    ];

    private static readonly string[] PullSecrets = ["mine", ManagedPullSecret.NameOf("a")];

    private static readonly Glob NoNginx =
        Glob.TryParseRepository("**/nginx", out var glob, out var error) ? glob : throw new FormatException(error);

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task The_owner_gets_back_what_is_theirs(int seed)
    {
        var random = new Random(seed);
        var name = $"sequence-{seed}";
        var wanted = Manifest(random, name);
        await ApplyAsync(wanted, force: false);
        var policies = Policies(random);
        for (var action = 0; action < Actions; action++)
        {
            if (random.Next(3) == 0)
            {
                // An image that its owner has taken back, and then takes away, can only go once the operator has seen the first.
                await StepAsync(name, policies, MostWrites);
                await ApplyAsync(wanted = Manifest(random, name), force: true);
            }

            if (random.Next(3) == 0) policies = Policies(random);
            var most = random.Next(MostWrites);
            var isDone = await StepAsync(name, policies, most) < most;
            AssertOwners(wanted, await LiveAsync(name), isDone);
        }

        Assert.True(await StepAsync(name, policies, MostWrites) < MostWrites, "it never ends");
        Assert.True(await StepAsync(name, new PolicySet([]), MostWrites) < MostWrites, "it never ends");
        var live = await LiveAsync(name);
        Assert.Equal(ImagesOf(wanted["spec"]!["template"]!["spec"]!), ImagesOf(live.Json["spec"]!["template"]!["spec"]!));
        Assert.Equal(SecretsOf(wanted["spec"]!["template"]!["spec"]!), SecretsOf(live.Json["spec"]!["template"]!["spec"]!));
        Assert.DoesNotContain("image-clone-operator", live.Json.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("imageclone.dev", live.Json.ToJsonString(), StringComparison.Ordinal);
        await ApplyAsync(Manifest(random, name), force: false);
    }

    /// <returns>How many writes there were to make.</returns>
    private async Task<int> StepAsync(string name, PolicySet policies, int most)
    {
        for (var writes = 0; writes < most; writes++)
        {
            var live = await LiveAsync(name);
            var verdicts = new Planner(policies).Plan(live.Workload, new NamespaceInfo("default"));
            var plan = RewritePlanner.Plan(
                verdicts, policies, RewriteMode.Workload, _ => new BackupState { Ready = true, Access = CopyAccess.Everybodys });
            plan = plan with
            {
                PullSecrets = [.. plan.PoliciesInUse
                    .Where(policy => policies.Find(policy)!.PullSecret is not null)
                    .Select(ManagedPullSecret.NameOf)],
            };
            if (RewritePatch.Next(live, plan) is not { } step)
            {
                Assert.All(plan.PullSecrets, secret => Assert.Contains(secret, SecretsOf(live.Json["spec"]!["template"]!["spec"]!)));
                return writes;
            }

            await cluster.Client.PatchAsync<StatefulSet>(name, "default", step.Patch, null, CancellationToken.None);
        }

        return most;
    }

    /// <param name="isDone">Not interrupted: then nothing is there that the owner has taken away.</param>
    private static void AssertOwners(JsonObject wanted, UnstructuredWorkload live, bool isDone)
    {
        var (theirs, found) = (ImagesOf(wanted["spec"]!["template"]!["spec"]!), ImagesOf(live.Json["spec"]!["template"]!["spec"]!));
        if (!isDone) found.RemoveAll(item => !theirs.Exists(their => their.Name == item.Name));
        Assert.Equal(theirs.Select(item => item.Name), found.Select(item => item.Name));
        Assert.All(theirs.Zip(found), pair => Assert.True(
            pair.First.Image == pair.Second.Image || live.Workload.Originals.GetValueOrDefault(pair.First.Name) == pair.First.Image,
            $"{pair.Second} is neither {pair.First} nor a copy whose original is kept"));
    }

    private static PolicySet Policies(Random random) => new(
        from policy in (string[])["a", "b"]
        where random.Next(2) == 0
        select new Policy
        {
            Name = policy,
            Target = TargetRegistry.TryCreate(
                $"{policy}.example.com", "backups", (TargetLayout)random.Next(2), out var target, out var error)
                ? target
                : throw new FormatException(error),
            WorkloadKinds = ["StatefulSet"],
            Suspended = random.Next(4) == 0,
            RewriteMode = (RewriteMode)random.Next(3),
            PullSecret = random.Next(2) == 0 ? new SecretName("", "reader") : null,
            Exclude = random.Next(3) == 0 ? [NoNginx] : [],
        });

    private static JsonObject Manifest(Random random, string name)
    {
        var pod = new JsonObject { ["containers"] = Items(random, "c", atLeast: 1), ["initContainers"] = Items(random, "i", atLeast: 0) };
        // Their owner may name ours, too.
        if (random.Next(3) is > 0 and var secrets)
            pod["imagePullSecrets"] = new JsonArray([.. PullSecrets[..secrets].Select(secret => new JsonObject { ["name"] = secret })]);
        return new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "StatefulSet",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "default" },
            ["spec"] = new JsonObject
            {
                ["selector"] = JsonNode.Parse("""{"matchLabels":{"app":"x"}}"""),
                ["template"] = new JsonObject { ["metadata"] = JsonNode.Parse("""{"labels":{"app":"x"}}"""), ["spec"] = pod },
            },
        };
    }

    private static JsonArray Items(Random random, string prefix, int atLeast) =>
    [
        .. Names[..random.Next(atLeast, Names.Length + 1)].Select(name =>
        {
            var item = new JsonObject { ["name"] = $"{prefix}-{name}", ["image"] = Images[random.Next(Images.Length)] };
            if (random.Next(2) == 0) item["args"] = new JsonArray("run");
            return item;
        }),
    ];

    private static List<(string Name, string Image)> ImagesOf(JsonNode pod) =>
        [.. (pod["containers"]?.AsArray() ?? []).Concat(pod["initContainers"]?.AsArray() ?? [])
            .Select(item => ((string)item!["name"]!, (string)item["image"]!))];

    private static List<string> SecretsOf(JsonNode pod) =>
        [.. (pod["imagePullSecrets"]?.AsArray() ?? []).Select(item => (string)item!["name"]!)];

    private async Task<UnstructuredWorkload> LiveAsync(string name) => (await UnstructuredWorkload.ReadAsync(
        cluster.Client, new WorkloadKey(WorkloadTypes.StatefulSet, "default", name), CancellationToken.None))!;

    private Task<StatefulSet> ApplyAsync(JsonObject manifest, bool force) => cluster.Client.PatchAsync<StatefulSet>(
        (string)manifest["metadata"]!["name"]!,
        "default",
        Patch.Apply(manifest.DeepClone().AsObject(), force) with { FieldManager = "owner" },
        null,
        CancellationToken.None);
}
