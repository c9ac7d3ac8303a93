using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.Entities;

namespace ImageCloneOperator.Tests.Webhooks;

/// <summary>Whoever may create pods must not be able to keep the webhook busy.</summary>
[Collection(WebhookCollection.Name)]
public sealed class PodBoundTests(RunningWebhooks webhooks)
{
    [Fact]
    public async Task Owners_in_a_circle_end()
    {
        const string CronJob = "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: circle, namespace: default#}\nspec: {schedule: "
            + "'0 0 1 1 *', jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: nginx}]}}}}}";
        var created = await webhooks.Cluster.ApplyAsync<CronJob>(CronJob.Replace("#", "", StringComparison.Ordinal));
        var self = $"{{apiVersion: batch/v1, kind: CronJob, name: circle, uid: {created.Metadata.Uid}, controller: true}}";
        await webhooks.Cluster.ApplyAsync<CronJob>(CronJob.Replace("#", $", ownerReferences: [{self}]", StringComparison.Ordinal));
        var pod = Reviews.Pod("nginx");
        pod["metadata"]!["ownerReferences"] = new JsonArray(new JsonObject
        {
            ["apiVersion"] = "batch/v1",
            ["kind"] = "CronJob",
            ["name"] = "circle",
            ["uid"] = created.Metadata.Uid,
            ["controller"] = true,
        });

        await Eventually.True(
            async () => (await webhooks.AskAsync("/mutate-pods", Reviews.OfPod(pod)))["auditAnnotations"]!["reason"]!.ToString()
                .Contains("workloadKinds does not have CronJob", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_pod_with_very_many_containers_is_left_alone()
    {
        var response = await webhooks.AskAsync(
            "/mutate-pods", Reviews.OfPod(Reviews.Pod(Enumerable.Range(0, 5_000).Select(i => $"{webhooks.Image("app")}:{i}"))));

        Assert.True((bool)response["allowed"]!);
        Assert.Contains("more than 500 images", (string?)response["warnings"]![0], StringComparison.Ordinal);
    }
}
