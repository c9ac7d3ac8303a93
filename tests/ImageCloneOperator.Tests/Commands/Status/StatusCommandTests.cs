using System.Text.Json.Nodes;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Patching;

namespace ImageCloneOperator.Tests.Commands.Status;

public sealed class StatusCommandTests(LiveCluster cluster) : IClassFixture<LiveCluster>
{
    [Fact]
    public async Task Report_has_each_policy_and_what_needs_somebody()
    {
        await PolicyAsync("main", new JsonObject
        {
            ["images"] = JsonNode.Parse("""{"total": 4, "ready": 3, "copying": 0, "pending": 0, "failed": 1}"""),
            ["bytes"] = 1 << 20,
            ["conditions"] = new JsonArray(
                Condition("Ready", "False", "ImagesFailed", "3 of 4 images are backed up"),
                Condition("Stalled", "True", "ImagesFailed", "3 of 4 images are backed up"),
                Condition("RewriteRefused", "True", "AdmissionDenied", "not from there")),
        });
        await PolicyAsync("new", []);
        await BackupAsync("main.gone", "docker.io/library/gone:1", "Stalled", "SourceNotFound");
        await BackupAsync("main.done", "docker.io/library/done:1", "Ready", "Copied");

        var run = await OperatorProgram.RunAsync(cluster, "status");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Matches(@"main +ImagesFailed +\[#{15}-{5}\] 3/4 +1(\.0)? MiB +r\.io/copies +3 of 4 images are backed up", run.Output);
        Assert.Matches(@"new +Waiting +\[-{20}\] 0/0 +r\.io/copies +no operator has looked at it yet", run.Output);
        Assert.Matches(@"main: docker\.io/library/gone:1 +SourceNotFound +told", run.Output);
        Assert.Matches("policy main +AdmissionDenied +not from there", run.Output);
        Assert.DoesNotContain("done:1", run.Output, StringComparison.Ordinal);
    }

    private async Task PolicyAsync(string name, JsonObject status)
    {
        await cluster.ApplyAsync<BackupPolicy>($$"""
            apiVersion: imageclone.dev/v1alpha1
            kind: BackupPolicy
            metadata: {name: {{name}} }
            spec: {target: {registry: r.io, repositoryPrefix: copies} }
            """);
        await cluster.Client.PatchAsync<BackupPolicy>(name, null, StatusOf(status), "status", CancellationToken.None);
    }

    private async Task BackupAsync(string name, string source, string condition, string reason)
    {
        await cluster.ApplyAsync<ImageBackup>($$"""
            apiVersion: imageclone.dev/v1alpha1
            kind: ImageBackup
            metadata: {name: {{name}} }
            spec: {policyName: main, source: '{{source}}', target: 'r.io/copies/{{source}}'}
            """);
        var status = new JsonObject { ["conditions"] = new JsonArray(Condition(condition, "True", reason, "told")) };
        await cluster.Client.PatchAsync<ImageBackup>(name, null, StatusOf(status), "status", CancellationToken.None);
    }

    private static JsonObject Condition(string type, string status, string reason, string message) => new()
    {
        ["type"] = type,
        ["status"] = status,
        ["reason"] = reason,
        ["message"] = message,
        ["lastTransitionTime"] = "2026-01-01T00:00:00Z",
    };

    private static Patch StatusOf(JsonObject status) => Patch.Merge(new JsonObject { ["status"] = status });
}
