using System.Text;
using System.Text.Json.Nodes;
using ImageCloneOperator.EndToEnd.Tests.Support;
using ImageCloneOperator.Testing.Registry;

namespace ImageCloneOperator.EndToEnd.Tests.Observability;

/// <summary>What the running operator tells those who watch it.</summary>
public sealed class TelemetryTests(FaultWorld world) : IClassFixture<FaultWorld>
{
    private const string Password = "S3cret-of-the-target";

    [Fact]
    public async Task Probes_answer_and_promtool_accepts_the_metrics()
    {
        var scene = await world.SceneAsync();
        await world.PushAsync(scene.Name, "1.0");
        await using var running = await world.StartOperatorAsync("--leader-elect", "false");
        await scene.ApplyPolicyAsync();
        await world.Kubectl.ApplyAsync(scene.Deployment("web", scene.Image(scene.Name, "1.0")));
        await scene.BackupAsync(scene.Image(scene.Name, "1.0"));

        Assert.Equal("ok\n", await running.GetAsync("healthz"));
        Assert.Equal("ok\n", await running.GetAsync("readyz"));
        var metrics = await running.GetAsync("metrics");
        // The names of the .NET runtime's own metrics are not ours to choose.
        var ours = string.Join('\n', metrics.Split('\n').Where(line => !line.Contains("dotnet_", StringComparison.Ordinal)));
        (await Shell.RunAsync("promtool", ["check", "metrics", "--extended"], ours)).Require();
        AssertOnRecord(metrics);
        Assert.Contains("imageclone_copies_total{result=\"Copied\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("imageclone_leader{} 1\n", metrics, StringComparison.Ordinal);
        await Eventually.InClusterAsync(
            "the backup counts as ready", async () => await running.MetricAsync("imageclone_backups{state=\"Ready\"}") >= 1);
    }

    [Fact]
    public async Task Port_that_the_base_image_names_is_no_warning_at_the_start()
    {
        await using var running = await world.StartOperatorAsync(
            new Dictionary<string, string> { ["ASPNETCORE_HTTP_PORTS"] = "8080" }, "--leader-elect", "false", "--log-format", "console");

        Assert.Equal(0, await running.TerminateAsync());

        Assert.DoesNotContain("Overriding address", running.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_tell_every_step_and_what_it_is_about_but_no_credentials()
    {
        await using var target = await RegistryServer.StartAsync(
            new RegistryOptions { Auth = RegistryAuth.Basic, Accounts = [new RegistryAccount("robot", Password)] });
        var scene = await world.SceneAsync(target.Host);
        await world.PushAsync(scene.Name, "1.0");
        await world.Kubectl.RunAsync(
            "create", "secret", "docker-registry", scene.Name, "-n", "image-clone-system", $"--docker-server={target.Host}",
            "--docker-username=robot", $"--docker-password={Password}");
        await using var running = await world.StartOperatorAsync("--leader-elect", "false", "--log-format", "json", "--log-level", "trace");
        await scene.ApplyPolicyAsync(target: $"secretRef: {{name: {scene.Name}}}");
        await world.Kubectl.ApplyAsync(scene.Deployment("web", scene.Image(scene.Name, "1.0")));
        await scene.BackupAsync(scene.Image(scene.Name, "1.0"));
        await Eventually.InClusterAsync("the workload is let go", async () => !await scene.IsHeldAsync("deployment", "web"));
        Assert.Equal(0, await running.TerminateAsync());

        var lines = running.Log.Split('\n').Select(line => JsonNode.Parse(line)!).ToList();
        AssertAbout("Starting reconciliation", "Deployment", scene.Name, "web");
        AssertAbout("Reconciliation successfully finished", "Deployment", scene.Name, "web");
        var copy = AssertAbout(
            "Starting cloning process",
            "ImageBackup",
            "",
            (string)(await scene.BackupAsync(scene.Image(scene.Name, "1.0")))["metadata"]!["name"]!);
        Assert.Equal(scene.Image(scene.Name, "1.0"), (string?)copy["State"]!["Image"]);
        Assert.All(Forms(Password), form => Assert.DoesNotContain(form, running.Log, StringComparison.Ordinal));

        JsonNode AssertAbout(string sentence, string kind, string @namespace, string name)
        {
            var line = lines.Find(
                line => ((string)line["Message"]!).StartsWith(sentence, StringComparison.Ordinal) && Scope(line, "name") == name);
            Assert.True(line is not null, $"No line says '{sentence}' of {name}");
            Assert.Equal((kind, @namespace), (Scope(line, "kind"), Scope(line, "namespace")));
            return line;
        }
    }

    /// <summary>The program as it ships has the names and types that the operator within a test's process has.</summary>
    private static void AssertOnRecord(string metrics)
    {
        var record = File.ReadLines(Checkout.PathOf("tests", "ImageCloneOperator.Tests", "Observability", "metrics.golden"));
        var types = metrics.Split('\n').Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal));
        Assert.Subset(
            record.Select(metric => metric.Split(" | ")[0]).ToHashSet(StringComparer.Ordinal),
            types.Select(line => line["# TYPE ".Length..]).ToHashSet(StringComparer.Ordinal));
    }

    private static string? Scope(JsonNode line, string name) => (string?)line["Scope"]?[name];

    /// <summary>As it is, as a secret's data has it, and as it is sent.</summary>
    private static IEnumerable<string> Forms(string password) =>
        [
        password,
        Convert.ToBase64String(Encoding.UTF8.GetBytes(password)),
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"robot:{password}")),
    ];
}
