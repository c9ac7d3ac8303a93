using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace ImageCloneOperator.Tests.Webhooks;

[Collection(WebhookCollection.Name)]
public sealed class PodFuzzTests(RunningWebhooks webhooks)
{
    private const string Path = "/mutate-pods";
    private const string Originals = "imageclone.dev/original-images";
    private const int Rounds = 400;

    /// <summary>Said where a webhook threw, and the write was allowed all the same.</summary>
    private const string Failed = "its log says why";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Mutated_pod_changes_in_nothing_but_images_pull_secrets_and_our_annotation(int seed)
    {
        var (mutator, samples, changed) = (new Mutator(seed), Samples().ToList(), 0);
        for (var round = 0; round < Rounds; round++)
        {
            var pod = samples[round % samples.Count].DeepClone();
            if (round >= samples.Count) mutator.Change(pod, samples);
            var review = Reviews.OfPod(pod);

            var response = await webhooks.AskAsync(Path, review);

            Assert.True((bool)response["allowed"]!);
            Assert.False(
                response["warnings"]?.ToJsonString().Contains(Failed, StringComparison.Ordinal) is true,
                $"seed {seed}, round {round}: {pod.ToJsonString()}");
            var patched = JsonPatching.Apply(pod, response);
            if (response["patch"] is not null) changed++;
            Assert.True(
                JsonNode.DeepEquals(Untouchable(pod), Untouchable(patched)),
                $"seed {seed}, round {round}: {pod.ToJsonString()}\nbecame {patched.ToJsonString()}");
            Assert.Equal(Secrets(pod), Secrets(patched)[..Secrets(pod).Length]);
            Assert.Equal(response.ToJsonString(), (await webhooks.AskAsync(Path, review)).ToJsonString());
            // As when another webhook had the API server ask again.
            Assert.Null((await webhooks.AskAsync(Path, Reviews.OfPod(patched)))["patch"]);
        }

        Assert.True(changed > Rounds / 10, $"only {changed} pods were changed: the samples are too far from what is rewritten");
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public async Task Mutated_review_is_answered_or_refused(int seed)
    {
        var (mutator, samples) = (new Mutator(seed), Samples().Select(JsonNode (pod) => Reviews.OfPod(pod)).ToList());
        for (var round = 0; round < Rounds; round++)
        {
            var review = samples[round % samples.Count].DeepClone();
            mutator.Change(review, samples);
            await AnsweredAsync(Encoding.UTF8.GetBytes(review.ToJsonString()), seed, round);
            await AnsweredAsync(mutator.Damage(Encoding.UTF8.GetBytes(samples[round % samples.Count].ToJsonString())), seed, round);
        }

    }

    private async Task AnsweredAsync(byte[] body, int seed, int round)
    {
        foreach (var path in (string[])[Path, "/validate"])
        {
            using var answer = await webhooks.SendAsync(path, body);
            var isFine = (answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest)
                && !(await answer.Content.ReadAsStringAsync()).Contains(Failed, StringComparison.Ordinal);
            Assert.True(isFine, $"seed {seed}, round {round}, {path}: {answer.StatusCode}: {Encoding.UTF8.GetString(body)}");
        }
    }

    private IEnumerable<JsonNode> Samples()
    {
        var (app, side, gone) = (webhooks.Image("app:1"), webhooks.Image("side:1"), webhooks.Image("gone:1"));
        yield return Reviews.Pod(app, side);
        yield return Reviews.Pod(app, "nginx", gone);
        yield return Reviews.Pod(side, webhooks.Copy("app:1"), "not::a reference");

        var rich = Reviews.Pod(app);
        rich["spec"]!["initContainers"] = new JsonArray(Reviews.Container("init", side));
        rich["spec"]!["volumes"]!.AsArray()
            .Add(new JsonObject { ["name"] = "data", ["image"] = new JsonObject { ["reference"] = app, ["pullPolicy"] = "Always" } });
        rich["spec"]!["imagePullSecrets"] = new JsonArray(new JsonObject { ["name"] = "mine" }, new JsonObject { ["name"] = "copies" });
        yield return rich;

        var copied = Reviews.Pod(webhooks.Copy("app:1"), side);
        copied["metadata"]!["annotations"]![Originals] = new JsonObject { ["c0"] = app, ["c9"] = "stale" }.ToJsonString();
        yield return copied;
    }

    private static string?[] Secrets(JsonNode pod) =>
        [.. ((pod as JsonObject)?["spec"] as JsonObject)?["imagePullSecrets"] is JsonArray secrets
            ? secrets.Select(secret => secret?.ToJsonString())
            : []];

    private static JsonNode Untouchable(JsonNode pod)
    {
        var rest = pod.DeepClone();
        if (rest is not JsonObject { } root) return rest;
        if (root["metadata"] is JsonObject metadata && metadata["annotations"] is JsonObject annotations)
        {
            annotations.Remove(Originals);
            if (annotations.Count == 0) metadata.Remove("annotations");
        }
        else
        {
            (root["metadata"] as JsonObject)?.Remove("annotations");
        }

        if (root["spec"] is not JsonObject spec) return rest;
        foreach (var container in new[] { "containers", "initContainers" }
            .SelectMany(list => spec[list] as JsonArray ?? [])
            .OfType<JsonObject>())
        {
            container.Remove("image");
        }

        foreach (var volume in (spec["volumes"] as JsonArray ?? []).OfType<JsonObject>())
            (volume["image"] as JsonObject)?.Remove("reference");
        spec.Remove("imagePullSecrets");
        return rest;
    }
}
