using System.Text;
using System.Text.Json.Nodes;
using ImageCloneOperator.EndToEnd.Tests.Support;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.EndToEnd.Tests.Tenancy;

/// <summary>Nobody keeps another's pull secret from being used by naming many of their own.</summary>
public sealed class PullSecretTests : SceneTests
{
    private const string User = "owner";
    private const int Many = 64;

    /// <summary>A copy asks for tokens of a few scopes, and each may be refused to one credential before the owner's.</summary>
    private const int FewRefusals = 16;

    private readonly string _password = $"hush-{Guid.NewGuid():N}";
    private RegistryServer _source = null!;
    private Scene _scene = null!;

    /// <summary>Of the attacker: it comes before the owner's in every order of names.</summary>
    private string Attacker => $"a-{_scene.Name}";

    private string Image => _scene.Image(_scene.Name, "1.0");

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _source = await RegistryServer.StartAsync(
            new RegistryOptions { Auth = RegistryAuth.Token, Accounts = [new RegistryAccount(User, _password)] });
        _scene = Scene.Between(source: _source.Host);
        await new SampleRepository(_source.Samples, _scene.Name).ImageAsync(new SampleImage(new SampleLayer(_scene.Name, 20_000)), "1.0");
        await World.Kubectl.ApplyAsync($$"""
            apiVersion: v1
            kind: Namespace
            metadata:
              name: {{Attacker}}
              labels: {scene: {{_scene.Name}} }
            """);
    }

    public override async Task DisposeAsync()
    {
        await World.Kubectl.RunAsync("delete", "namespace", Attacker, "--wait=false");
        await _source.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Pull_secret_of_owner_is_named_although_another_tenant_invents_many()
    {
        await AttackAsync(Enumerable.Range(0, Many).Select(i => $"invented-{i}"));
        await _scene.ApplyPolicyAsync();
        await _scene.BackupBecomesAsync(Image, "Unauthorized");

        await ApplyOwnerAsync();

        var backup = await _scene.BackupAsync(Image);
        Assert.Contains(("pull", _scene.Name), PullSecrets(backup));
    }

    [Fact]
    public async Task Pull_secret_of_owner_is_tried_among_the_first_although_another_tenant_has_many_that_match_better()
    {
        var names = Enumerable.Range(0, Many).Select(i => $"wrong-{i}").ToList();
        await World.Kubectl.ApplyAsync(string.Join(
            "\n---\n", names.Select(name => Secret(name, Attacker, $"{_source.Host}/{_scene.Name}", "nobody", name))));
        await AttackAsync(names);
        await ApplyOwnerAsync();
        // What is to be said of the order needs all workloads to be there before the first attempt.
        await Eventually.InClusterAsync("both workloads are there", async () =>
            await World.Kubectl.GetAsync("deployment", "web", Attacker) is not null
            && await World.Kubectl.GetAsync("deployment", "web", _scene.Name) is not null);

        await _scene.ApplyPolicyAsync();

        await _scene.BackupBecomesAsync(Image, "Copied");
        Assert.InRange(_source.Requests.Where(kind: RequestKind.Token).Count(request => request.Status == 401), 0, FewRefusals);
    }

    private async Task ApplyOwnerAsync()
    {
        await World.Kubectl.ApplyAsync(Secret("pull", _scene.Name, _source.Host, User, _password));
        await World.Kubectl.ApplyAsync($"{_scene.Deployment("web", Image)}\n      imagePullSecrets: [{{name: pull}}]");
    }

    private Task AttackAsync(IEnumerable<string> names) => World.Kubectl.ApplyAsync(
        $"{_scene.Deployment("web", Image).Replace($"namespace: {_scene.Name}", $"namespace: {Attacker}", StringComparison.Ordinal)}"
        + $"\n      imagePullSecrets: [{string.Join(", ", names.Select(name => $"{{name: {name}}}"))}]");

    private static string Secret(string name, string @namespace, string server, string user, string password)
    {
        var config = Encoding.UTF8.GetBytes($$"""{"auths": {"{{server}}": {"username": "{{user}}", "password": "{{password}}"} } }""");
        return $$"""
            apiVersion: v1
            kind: Secret
            metadata: {name: {{name}}, namespace: {{@namespace}} }
            type: kubernetes.io/dockerconfigjson
            data: {.dockerconfigjson: {{Convert.ToBase64String(config)}} }
            """;
    }

    private static IEnumerable<(string?, string?)> PullSecrets(JsonNode backup) =>
        backup["spec"]!["pullSecrets"]!.AsArray().Select(secret => ((string?)secret!["name"], (string?)secret["namespace"]));
}
