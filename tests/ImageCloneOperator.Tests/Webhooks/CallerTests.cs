using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ImageCloneOperator.Tests.Webhooks.Certificates;
using k8s.Models;

namespace ImageCloneOperator.Tests.Webhooks;

/// <summary>What callers learn that are not the API server.</summary>
[Collection(WebhookCollection.Name)]
public sealed class CallerTests(RunningWebhooks webhooks)
{
    [Fact]
    public async Task Caller_without_a_certificate_of_the_named_authorities_is_not_answered()
    {
        using var other = ClientCertificate.Create();
        using var nobody = await webhooks.ClientAsync(certificate: null);
        using var stranger = await webhooks.ClientAsync(other.Certificate);

        await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(nobody, webhooks.Webhooks));
        await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(stranger, webhooks.Webhooks));
        Assert.Equal(
            "Rewritten",
            (string?)(await webhooks.AskAsync("/mutate-pods", Review(webhooks)))["auditAnnotations"]!["result"]);
    }

    [Fact]
    public async Task Answer_to_whoever_asks_says_nothing_of_policies()
    {
        await using var cluster = new LiveCluster();
        await cluster.InitializeAsync();
        await cluster.ApplyAsync<V1Namespace>("{apiVersion: v1, kind: Namespace, metadata: {name: image-clone-system}}");
        await using var app = await OperatorHost.StartAsync(cluster);
        using var http = await OperatorHost.ClientAsync(cluster, app);

        var answer = await AskAsync(http, OperatorHost.Webhooks(app));

        Assert.True((bool)answer["response"]!["allowed"]!);
        Assert.Equal(["uid", "allowed"], answer["response"]!.AsObject().Select(field => field.Key));
        await app.StopAsync();
    }

    private async Task<JsonNode> AskAsync(HttpClient http, Uri address)
    {
        using var answer = await http.PostAsync(
            new Uri(address, "/mutate-pods"), new StringContent(Review(webhooks).ToJsonString(), Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    private static JsonObject Review(RunningWebhooks webhooks) => Reviews.OfPod(Reviews.Pod(webhooks.Image("app:1")));
}
