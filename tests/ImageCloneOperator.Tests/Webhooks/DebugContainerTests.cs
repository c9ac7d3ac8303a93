using System.Text.Json.Nodes;

namespace ImageCloneOperator.Tests.Webhooks;

/// <summary>Containers that somebody adds to a pod that runs (kubectl debug).</summary>
[Collection(WebhookCollection.Name)]
public sealed class DebugContainerTests(RunningWebhooks webhooks)
{
    [Fact]
    public async Task Added_container_is_pointed_at_its_copy_and_nothing_else_of_the_pod_changes()
    {
        var before = RunningPod("copies");
        Add(before, "earlier", webhooks.Image("side:1"));
        var after = before.DeepClone();
        Add(after, "new", webhooks.Image("side:1"));

        var patched = JsonPatching.Apply(after, await AskAsync(before, after));

        Assert.Equal([webhooks.Image("side:1"), webhooks.Copy("side:1")], Images(patched));
        patched["spec"]!["ephemeralContainers"]![1]!["image"] = webhooks.Image("side:1");
        Assert.True(JsonNode.DeepEquals(after, patched));
    }

    [Fact]
    public async Task Added_container_stays_where_its_copy_is_not_ready()
    {
        var before = RunningPod("copies");
        var after = before.DeepClone();
        Add(after, "new", webhooks.Image("gone:1"));

        Assert.Null((await AskAsync(before, after))["patch"]);
    }

    [Fact]
    public async Task Added_container_stays_where_the_pod_lacks_the_secret_that_pulls_copies()
    {
        var before = RunningPod();
        var after = before.DeepClone();
        Add(after, "new", webhooks.Image("side:1"));

        var response = await AskAsync(before, after);

        Assert.Null(response["patch"]);
        Assert.Contains("secret copies", (string?)response["auditAnnotations"]!["reason"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Update_of_a_pod_itself_is_left_alone()
    {
        var pod = RunningPod("copies");

        Assert.Null((await webhooks.AskAsync("/mutate-pods", Reviews.OfPod(pod, pod, subresource: null)))["patch"]);
    }

    private Task<JsonNode> AskAsync(JsonNode before, JsonNode after) =>
        webhooks.AskAsync("/mutate-pods", Reviews.OfPod(after, before, "ephemeralcontainers"));

    private JsonObject RunningPod(params string[] secrets)
    {
        var pod = Reviews.Pod(webhooks.Image("app:1"));
        pod["spec"]!["imagePullSecrets"] = new JsonArray([.. secrets.Select(name => new JsonObject { ["name"] = name })]);
        return pod;
    }

    private static void Add(JsonNode pod, string name, string image)
    {
        var spec = pod["spec"]!.AsObject();
        spec.TryAdd("ephemeralContainers", new JsonArray());
        spec["ephemeralContainers"]!.AsArray().Add(Reviews.Container(name, image));
    }

    private static IEnumerable<string?> Images(JsonNode pod) =>
        pod["spec"]!["ephemeralContainers"]!.AsArray().Select(container => (string?)container!["image"]);
}
