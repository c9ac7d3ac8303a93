using System.Text;
using ImageCloneOperator.EndToEnd.Tests.Support;
using ImageCloneOperator.EndToEnd.Tests.Support.Otlp;
using ImageCloneOperator.Testing.Registry;

namespace ImageCloneOperator.EndToEnd.Tests.Observability;

/// <summary>Metrics and traces, as a collector receives them.</summary>
public sealed class OtlpTests(FaultWorld world) : IClassFixture<FaultWorld>
{
    private const string Password = "S3cret-of-the-target";

    [Fact]
    public async Task A_copy_is_a_trace_from_its_reconcile_to_the_requests_to_both_registries()
    {
        await using var target = await RegistryServer.StartAsync(
            new RegistryOptions { Auth = RegistryAuth.Token, Accounts = [new RegistryAccount("robot", Password)] });
        await using var collector = await OtlpCollector.StartAsync();
        var scene = await world.SceneAsync(target.Host);
        await world.PushAsync(scene.Name, "1.0");
        await world.Kubectl.RunAsync(
            "create", "secret", "docker-registry", scene.Name, "-n", "image-clone-system",
            $"--docker-server={target.Host}", "--docker-username=robot", $"--docker-password={Password}");
        var variables = new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Endpoint,
            ["OTEL_RESOURCE_ATTRIBUTES"] = "k8s.cluster.name=dev",
        };
        await using var running = await world.StartOperatorAsync(variables, "--leader-elect", "false");
        await scene.ApplyPolicyAsync(target: $"secretRef: {{name: {scene.Name}}}");
        var image = scene.Image(scene.Name, "1.0");
        await world.Kubectl.ApplyAsync(scene.Deployment("web", image));
        var backup = (string)(await scene.BackupAsync(image))["metadata"]!["name"]!;
        // What is not sent yet is sent at the end.
        Assert.Equal(0, await running.TerminateAsync());

        var spans = collector.Spans;
        var copy = Assert.Single(spans, span => span.Name == "copy image");
        Assert.Equal((backup, image, "Copied"), (copy["name"], copy["source"], copy["result"]));
        var reconcile = Assert.Single(spans, span => span.Id == copy.Parent);
        Assert.Equal(("reconcile ImageBackup", backup), (reconcile.Name, reconcile["name"]));
        var ofCopy = spans.Where(span => span.Trace == copy.Trace).ToList();
        var blobs = ofCopy.Where(span => span.Name == "copy blob").ToList();
        Assert.Equal(["Sent"], blobs.Select(blob => blob["outcome"]).Distinct());
        Assert.Equal(4, blobs.Count);
        var requests = ofCopy.Where(span => span["http.request.method"] is not null).ToList();
        Assert.Contains(
            requests,
            request => Speaks(request, world.Source.Host, "GET", "200") && request["http.response.body.size"] is not null);
        Assert.Contains(requests, request => Speaks(request, target.Host, "PUT", "201"));
        Assert.All(
            blobs,
            blob => Assert.Contains(requests, request => request.Parent == blob.Id && request["server.port"] == Port(target.Host)));
        Assert.DoesNotContain(spans, span => span.IsError);

        Assert.Contains($"\"TraceId\":\"{copy.Trace}\"", running.Log, StringComparison.Ordinal);

        Assert.Contains("imageclone.copies", collector.Metrics);
        Assert.Contains("kubernetes.reconcile.duration", collector.Metrics);
        Assert.Equal("image-clone-operator", collector.Resource["service.name"]);
        Assert.Equal("dev", collector.Resource["k8s.cluster.name"]);
        Assert.All(Forms(Password), form => Assert.DoesNotContain(form, collector.Raw, StringComparison.Ordinal));
        Assert.DoesNotContain("?", string.Concat(requests.SelectMany(request => request.Attributes.Values)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_goes_on_without_its_collector()
    {
        var scene = await world.SceneAsync();
        await world.PushAsync(scene.Name, "1.0");
        var variables = new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{Ports.Free()}" };
        await using var running = await world.StartOperatorAsync(variables, "--leader-elect", "false");
        await scene.ApplyPolicyAsync();
        await world.Kubectl.ApplyAsync(scene.Deployment("web", scene.Image(scene.Name, "1.0")));

        await scene.BackupAsync(scene.Image(scene.Name, "1.0"));

        Assert.Equal(0, await running.TerminateAsync());
    }

    private static bool Speaks(OtlpSpan request, string host, string method, string status) =>
        request["server.port"] == Port(host)
        && request["http.request.method"] == method
        && request["http.response.status_code"] == status;

    private static string Port(string host) => host.Split(':')[1];

    /// <summary>As it is, as a secret's data has it, and as it is sent.</summary>
    private static IEnumerable<string> Forms(string password) =>
        [password, Base64(password), Base64($"robot:{password}")];

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
