using System.Text.Json.Nodes;
using ImageCloneOperator.Manifests;

namespace ImageCloneOperator.Tests.Webhooks;

[Collection(WebhookCollection.Name)]
public sealed class ObjectFuzzTests(RunningWebhooks webhooks)
{
    private const int Rounds = 400;

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    [InlineData(23)]
    public async Task Mutated_object_is_allowed_or_refused_with_reasons(int seed)
    {
        var (mutator, samples, denied) = (new Mutator(seed), Samples(), 0);
        for (var round = 0; round < Rounds; round++)
        {
            var sample = samples[round % samples.Count].DeepClone();
            mutator.Change(sample, samples);

            var response = await webhooks.AskAsync("/validate", Review(samples[round % samples.Count], sample));

            Assert.Null(response["patch"]);
            Assert.True(
                response["warnings"]?.AsArray().All(IsOfTarget) is not false,
                $"seed {seed}, round {round}: {response.ToJsonString()}: {sample.ToJsonString()}");
            if ((bool)response["allowed"]!) continue;
            denied++;
            Assert.Equal(422, (int)response["status"]!["code"]!);
            Assert.NotEmpty(response["status"]!["details"]!["causes"]!.AsArray());
            Assert.All(response["status"]!["details"]!["causes"]!.AsArray(), cause => Assert.NotEqual("", (string?)cause!["message"]));
        }

        Assert.InRange(denied, Rounds / 10, Rounds * 9 / 10);
    }

    [Fact]
    public async Task Every_sample_is_allowed()
    {
        foreach (var sample in Samples()) Assert.True((bool)(await webhooks.AskAsync("/validate", Review(sample, sample)))["allowed"]!);
    }

    /// <summary>A valid policy may have one; a webhook that fails has another.</summary>
    private static bool IsOfTarget(JsonNode? warning) => ((string?)warning)!.StartsWith("spec.target: ", StringComparison.Ordinal);

    private static JsonObject Review(JsonNode original, JsonNode sent) =>
        (string?)original["kind"] == "BackupPolicy" ? Reviews.OfPolicy(sent) : Reviews.OfBackup(sent);

    private static List<JsonNode> Samples() =>
    [
        .. ManifestReader.Read(Directory.GetFiles(Checkout.PathOf("config", "samples"), "*.yaml", SearchOption.AllDirectories))
            .Where(found => found.Kind is "BackupPolicy" or "ImageBackup").Select(JsonNode (found) => found.Json),
    ];
}
