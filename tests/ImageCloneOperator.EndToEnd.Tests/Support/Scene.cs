using System.Text.Json.Nodes;

namespace ImageCloneOperator.EndToEnd.Tests.Support;

/// <summary>A namespace and a policy for one test, apart from all others.</summary>
internal sealed class Scene : IAsyncDisposable
{
    private readonly Place _place;

    private Scene(Place place, string name) => (_place, Name) = (place, name);

    /// <summary>Of the namespace and of the policy, and the prefix of its copies.</summary>
    public string Name { get; }

    public static Task<Scene> CreateAsync(World world) => CreateAsync(new Place(world.Kubectl, world.Source.Host, world.Target.Host));

    public static async Task<Scene> CreateAsync(Place place)
    {
        var scene = new Scene(place, $"e2e-{Guid.NewGuid().ToString("N")[..8]}");
        await place.Kubectl.ApplyAsync($$"""
            apiVersion: v1
            kind: Namespace
            metadata:
              name: {{scene.Name}}
              labels: {scene: {{scene.Name}} }
            """);
        return scene;
    }

    /// <summary>Another namespace that the scene's policy selects, with the same registries.</summary>
    public async Task<Scene> NeighbourAsync(string suffix = "b")
    {
        var neighbour = new Scene(_place, $"{Name}-{suffix}");
        await _place.Kubectl.ApplyAsync($$"""
            apiVersion: v1
            kind: Namespace
            metadata:
              name: {{neighbour.Name}}
              labels: {scene: {{Name}} }
            """);
        return neighbour;
    }

    /// <summary>The same scene with other registries.</summary>
    public Scene Between(string? source = null, string? target = null) =>
        new(new Place(_place.Kubectl, source ?? _place.SourceHost, target ?? _place.TargetHost), Name);

    public async ValueTask DisposeAsync()
    {
        await _place.Kubectl.RunAsync("delete", "backuppolicy", Name, "--ignore-not-found", "--wait", "--timeout=60s");
        await _place.Kubectl.RunAsync("delete", "namespace", Name, "--ignore-not-found", "--wait=false");
    }

    /// <param name="more">Further fields of the spec, in YAML's flow style, such as <c>suspend: true</c>.</param>
    /// <param name="target">Further fields of the target, as in <c>layout: Flat</c>.</param>
    /// <param name="everyNamespace">Not only this scene's; then only images whose repository begins with the scene's name.</param>
    public Task ApplyPolicyAsync(string more = "retention: {}", string target = "layout: Nested", bool everyNamespace = false) => _place.Kubectl.ApplyAsync($$"""
        apiVersion: imageclone.dev/v1alpha1
        kind: BackupPolicy
        metadata: {name: {{Name}} }
        spec:
          target: {registry: "{{_place.TargetHost}}", repositoryPrefix: {{Name}}, plainHttp: true, {{target}}}
          {{(everyNamespace ? $"images: {{include: ['{_place.SourceHost}/{Name}', '{_place.SourceHost}/{Name}/**']}}" : $"namespaceSelector: {{matchLabels: {{scene: {Name}}}}}")}}
          {{more}}
        """);

    public async Task<bool> IsHeldAsync(string kind, string name) =>
        (await _place.Kubectl.GetAsync(kind, name, Name))?["metadata"]!["finalizers"]?.AsArray()
            .Any(finalizer => (string?)finalizer == "imageclone.dev/backup-protection") is true;

    public Task HeldAsync(string kind, string name) => Eventually.InClusterAsync($"{kind} {name} is held", () => IsHeldAsync(kind, name));

    public Task ReleasedAsync(string kind, string name) =>
        Eventually.InClusterAsync($"{kind} {name} is let go", async () => !await IsHeldAsync(kind, name));

    public string Deployment(string name, params IEnumerable<string> images) => Workload("apps/v1", "Deployment", name, images);

    public string Workload(string apiVersion, string kind, string name, params IEnumerable<string> images) => $$"""
        apiVersion: {{apiVersion}}
        kind: {{kind}}
        metadata: {name: {{name}}, namespace: {{Name}} }
        spec:
          selector:
            matchLabels: {app: {{name}} }
          template:
            metadata:
              labels: {app: {{name}} }
            spec:
              containers: [{{string.Join(", ", Containers(images))}}]
        """;

    /// <param name="kind">Job or CronJob.</param>
    public string JobOrCronJob(string kind, string name, params IEnumerable<string> images)
    {
        var job = $"template: {{spec: {{restartPolicy: Never, containers: [{string.Join(", ", Containers(images))}]}}}}";
        return $$"""
            apiVersion: batch/v1
            kind: {{kind}}
            metadata: {name: {{name}}, namespace: {{Name}} }
            spec: {{{(kind == "Job" ? job : $"schedule: '0 0 1 1 *', jobTemplate: {{spec: {{{job}}}}}")}}}
            """;
    }

    private static IEnumerable<string> Containers(IEnumerable<string> images) =>
        images.Select((image, i) => $"{{name: c{i}, image: '{image}'}}");

    public string Image(string repository, string tag) => $"{_place.SourceHost}/{repository}:{tag}";

    /// <summary>The repository of an image's copy in the target.</summary>
    public string CopyOf(string repository) => $"{Name}/{_place.SourceHost.Replace(':', '_')}/{repository}";

    /// <summary>Waits until the policy's backup of the image has come so far.</summary>
    public async Task<JsonNode> BackupAsync(string image, string condition = "Ready")
    {
        JsonNode? found = null;
        await Eventually.InClusterAsync($"{image} is {condition}", async () =>
        {
            var backups = await _place.Kubectl.ListAsync("imagebackups", $"imageclone.dev/policy={Name}");
            found = backups.FirstOrDefault(backup => (string?)backup["spec"]!["source"] == image && Is(backup, condition));
            return found is not null;
        });
        return found!;
    }

    /// <summary>Waits until the policy's backup of the image says this of itself.</summary>
    public Task<JsonNode> BackupBecomesAsync(string image, string reason) => BecomesAsync($"{image} is {reason}", reason, async () =>
        (await _place.Kubectl.ListAsync("imagebackups")).FirstOrDefault(backup =>
            (string?)backup["spec"]!["policyName"] == Name && (string?)backup["spec"]!["source"] == image));

    /// <summary>Waits until the policy says this of itself.</summary>
    public Task<JsonNode> PolicyBecomesAsync(string reason) =>
        BecomesAsync($"the policy is {reason}", reason, () => _place.Kubectl.GetAsync("backuppolicy", Name));

    /// <summary>Waits until the message of the policy's Ready begins so.</summary>
    public Task PolicySaysAsync(string start) => Eventually.InClusterAsync(
        $"the policy says {start}",
        async () => await _place.Kubectl.GetAsync("backuppolicy", Name) is { } policy
            && Condition(policy, "Ready") is not null
            && Message(policy).StartsWith(start, StringComparison.Ordinal));

    /// <summary>Waits for an event.</summary>
    /// <param name="namespace">That of the object that it is about; null for this scene's.</param>
    /// <returns>What it says.</returns>
    public async Task<string> EventAsync(string reason, string about, string? @namespace = null)
    {
        JsonNode? found = null;
        await Eventually.InClusterAsync($"there is an event {reason} about {about}", async () =>
        {
            var events = await _place.Kubectl.ListAsync("events", @namespace: @namespace ?? Name);
            found = events.FirstOrDefault(e => (string?)e["reason"] == reason && (string?)e["involvedObject"]!["name"] == about);
            return found is not null;
        });
        return (string)found!["message"]!;
    }

    /// <returns>The message of the condition Ready.</returns>
    public static string Message(JsonNode entity) => (string)Condition(entity, "Ready")!["message"]!;

    /// <summary>All that is seen on the way must be by the rules of kstatus.</summary>
    private static async Task<JsonNode> BecomesAsync(string what, string reason, Func<Task<JsonNode?>> read)
    {
        JsonNode? found = null;
        await Eventually.InClusterAsync(what, async () =>
        {
            found = await read();
            if (found?["status"]?["conditions"] is null) return false;
            Kstatus.Check(found);
            return (string?)Condition(found, "Ready")?["reason"] == reason;
        });
        return found!;
    }

    public static bool Is(JsonNode entity, string condition) =>
        Condition(entity, condition) is { } found && (string?)found["status"] == "True";

    public static JsonNode? Condition(JsonNode entity, string type) =>
        entity["status"]?["conditions"]?.AsArray().FirstOrDefault(condition => (string?)condition!["type"] == type);
}
