using System.Text.Json;
using System.Text.Json.Nodes;
using ImageCloneOperator.Api.Serialization;
using ImageCloneOperator.Api.Tests.Support;
using ImageCloneOperator.Testing.Invalid;

namespace ImageCloneOperator.Api.Tests.Cluster;

/// <summary>What the API server makes of our schemas, as kubectl's user sees it.</summary>
public sealed class ApplyTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>, IAsyncLifetime
{
    private readonly string _name = $"test-{Guid.NewGuid():N}"[..16];

    private Kubectl Kubectl => cluster.Kubectl;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => KubectlOnPath.Missing is null
        ? Kubectl.RunAsync("delete", "backuppolicies,imagebackups", _name, "--ignore-not-found")
        : Task.CompletedTask;

    [KubectlFact]
    public async Task Every_sample_is_accepted()
    {
        foreach (var folder in (string[])["samples", "samples/more"])
        {
            var path = Checkout.PathOf("config", folder);
            await Kubectl.RunAsync("apply", "--dry-run=server", "-f", path);
            await Kubectl.RunAsync("apply", "--server-side", "--dry-run=server", "-f", path);
        }
    }

    /// <summary>Those of the cluster's own kinds.</summary>
    private static string[] Components =>
        ["components/foreign-pull-secrets", "components/network-policy", "components/network-policy-egress", "components/aggregated-roles",
         "components/admission-policy"];

    [KubectlFact]
    public async Task Every_folder_of_manifests_can_be_applied_as_it_is()
    {
        foreach (var folder in (string[])["crds", "rbac", "manager", "webhook", "default", .. Components])
            await Kubectl.RunAsync("apply", "--dry-run=client", "-f", Checkout.PathOf("config", folder));
    }

    [KubectlFact]
    public async Task Invalid_objects_are_refused_where_a_schema_can_tell()
    {
        var result = await Kubectl.TryAsync(InvalidObjects.Manifests(InvalidObjects.All), "apply", "--dry-run=server", "-f", "-");

        var (accepted, refused) = (Lines(result.Output), Lines(result.Errors));
        Assert.All(InvalidObjects.All, invalid => Assert.Contains(
            invalid.Schema is null ? accepted : refused,
            line => invalid.Schema is null
                ? line.StartsWith($"{invalid.Kind.ToLowerInvariant()}.imageclone.dev/{invalid.Name} created", StringComparison.Ordinal)
                : line.Contains(invalid.Schema, StringComparison.Ordinal) && (line.Contains($"\"{invalid.Name}\"", StringComparison.Ordinal)
                    || line.Contains("strict decoding error", StringComparison.Ordinal))));
    }

    [KubectlFact]
    public async Task A_policy_whose_name_is_no_label_is_refused()
    {
        var manifest = Policy("{target: {registry: r}}").Replace(_name, new string('a', 64), StringComparison.Ordinal);

        var result = await Kubectl.TryAsync(manifest, "apply", "-f", "-");

        Assert.Contains("at most 63 characters", result.Errors, StringComparison.Ordinal);
    }

    [KubectlFact]
    public async Task The_server_fills_in_the_defaults_that_the_types_have()
    {
        await Kubectl.ApplyAsync(Policy("{target: {registry: r}, tagRules: [{tags: [latest], recopy: Always}]}"));

        var stored = (await Kubectl.GetAsync("backuppolicy", _name))!["spec"]!;
        var typed = JsonSerializer.SerializeToNode(
            Manifest.Policy("{target: {registry: r}, tagRules: [{tags: [latest], recopy: Always}]}").Spec,
            ApiJsonContext.Default.BackupPolicySpec);
        Assert.True(JsonNode.DeepEquals(WithoutEmptyLists(typed), stored), stored.ToJsonString());
    }

    [KubectlFact]
    public async Task An_image_backup_keeps_its_source()
    {
        await Kubectl.ApplyAsync(Backup("a.example.com/app:1"));

        var result = await Kubectl.TryAsync(Backup("b.example.com/app:1"), "apply", "-f", "-");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("spec.source", result.Errors, StringComparison.Ordinal);
        Assert.Contains("cannot be changed", result.Errors, StringComparison.Ordinal);
    }

    [KubectlFact]
    public async Task Policies_show_their_columns()
    {
        await Kubectl.ApplyAsync(Policy("{target: {registry: registry.example.com}}"));
        await Kubectl.RunAsync(
            "patch", "backuppolicy", _name, "--subresource=status", "--type=merge", "-p",
            """{"status":{"images":{"total":14,"ready":12,"failed":2,"summary":"12/14"},"conditions":[{"type":"Ready","status":"False","reason":"Progressing"}]}}""");

        Assert.Equal(
            [
                ["NAME", "TARGET", "READY", "REASON", "IMAGES", "FAILED", "AGE"],
                [_name, "registry.example.com", "False", "Progressing", "12/14", "2"],
            ],
            Table(await Kubectl.RunAsync("get", "ibp", _name), keep: 6));
    }

    [KubectlFact]
    public async Task Backups_show_more_columns_when_asked_for()
    {
        await Kubectl.ApplyAsync(Backup("a.example.com/app:1"));
        await Kubectl.RunAsync(
            "patch", "imagebackup", _name, "--subresource=status", "--type=merge", "-p",
            """{"status":{"size":"131MiB","usedByCount":3,"progress":{"percent":"42%"},"conditions":[{"type":"Ready","status":"False","reason":"Copying"}]}}""");

        Assert.Equal(
            [
                ["NAME", "SOURCE", "READY", "REASON", "PROGRESS", "SIZE", "USED-BY", "AGE"],
                [_name, "a.example.com/app:1", "False", "Copying", "42%", "131MiB", "3"],
            ],
            Table(await Kubectl.RunAsync("get", "imgbak", _name), keep: 7));
        Assert.Contains("TARGET", await Kubectl.RunAsync("get", "ib", _name, "-o", "wide"), StringComparison.Ordinal);
    }

    [KubectlFact]
    public async Task Both_kinds_are_listed_by_their_category()
    {
        await Kubectl.ApplyAsync(Policy("{target: {registry: r}}"));
        await Kubectl.ApplyAsync(Backup("a.example.com/app:1"));

        var names = await Kubectl.RunAsync("get", "imageclone", "-o", "name");

        Assert.Contains($"backuppolicy.imageclone.dev/{_name}", names, StringComparison.Ordinal);
        Assert.Contains($"imagebackup.imageclone.dev/{_name}", names, StringComparison.Ordinal);
    }

    [KubectlFact]
    public async Task Explain_tells_what_a_field_is_for()
    {
        var text = await Kubectl.RunAsync("explain", "backuppolicy.spec.tagRules");

        Assert.Contains("the first rule that matches wins", string.Join(' ', Words(text)), StringComparison.Ordinal);
        Assert.Contains("keepPrevious", text, StringComparison.Ordinal);
    }

    private string Policy(string spec) => Object("BackupPolicy", spec);

    private string Backup(string source) => Object("ImageBackup", $"{{policyName: p, source: '{source}', target: 'r/app:1'}}");

    private string Object(string kind, string spec) =>
        $"apiVersion: {ApiGroup.ApiVersion}\nkind: {kind}\nmetadata: {{name: {_name}}}\nspec: {spec}\n";

    private static JsonNode? WithoutEmptyLists(JsonNode? node) => node is JsonObject map
        ? new JsonObject(map.Where(entry => entry.Value is not JsonArray { Count: 0 })
            .Select(entry => KeyValuePair.Create(entry.Key, WithoutEmptyLists(entry.Value))))
        : node is JsonArray list ? new JsonArray([.. list.Select(WithoutEmptyLists)]) : node?.DeepClone();

    /// <summary>The header, and the first cells of the row.</summary>
    private static string[][] Table(string text, int keep)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [Words(lines[0]), Words(lines[1])[..keep]];
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string[] Words(string text) => text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries);
}
