using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi;
using ImageCloneOperator.Testing.Tests.KubeApi.Support;
using ImageCloneOperator.Testing.Webhooks;

namespace ImageCloneOperator.Testing.Tests.KubeApi;

public sealed class WorkloadTests
{
    private const string Deployments = "/apis/apps/v1/namespaces/default/deployments";

    [Fact]
    public async Task A_deployment_comes_to_run_and_its_pods_follow_it_out()
    {
        await using var server = await ApiServer.StartAsync(new ApiServerOptions { RunWorkloads = true });
        var api = new ApiClient(new TestKubeconfig(server.AdminKubeconfig).CreateClient());

        ApiTest.Expect(201, await api.CreateAsync(
            Deployments, ApiTest.Deployment("web").Replace("\"replicas\":0", "\"replicas\":2", StringComparison.Ordinal)));
        await api.EventuallyAsync($"{Deployments}/web", answer => answer.Text("status", "availableReplicas") == "2");
        ApiTest.Expect(200, await api.DeleteAsync($"{Deployments}/web"));

        await api.EventuallyAsync("/api/v1/namespaces/default/pods", answer => answer.ItemNames().Length == 0);
    }

    [Fact]
    public async Task Webhooks_are_asked_about_the_pods_of_a_workload()
    {
        var patch = Convert.ToBase64String("""[{"op":"replace","path":"/spec/containers/0/image","value":"example.com/copy:1"}]"""u8);
        await using var webhook = await WebhookServer.StartAsync(
            _ => new JsonObject { ["allowed"] = true, ["patchType"] = "JSONPatch", ["patch"] = patch });
        await using var server = await ApiServer.StartAsync(
            new ApiServerOptions { RunWorkloads = true, CanPull = (image, _) => Task.FromResult(image == "example.com/copy:1") });
        var api = new ApiClient(new TestKubeconfig(server.AdminKubeconfig).CreateClient());
        ApiTest.Expect(201, await api.CreateAsync("/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations", $$"""
            {"apiVersion":"admissionregistration.k8s.io/v1","kind":"MutatingWebhookConfiguration","metadata":{"name":"pods"},
             "webhooks":[{"name":"pods.example.com","admissionReviewVersions":["v1"],"sideEffects":"None","clientConfig":{"url":"{{webhook.Url}}","caBundle":"{{webhook.CaBundle}}"},
             "rules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["CREATE"],"resources":["pods"]}]}]}
            """));

        ApiTest.Expect(201, await api.CreateAsync(
            Deployments, ApiTest.Deployment("web").Replace("\"replicas\":0", "\"replicas\":2", StringComparison.Ordinal)));

        await api.EventuallyAsync($"{Deployments}/web", answer => answer.Text("status", "availableReplicas") == "2");
    }

    [Fact]
    public async Task A_pod_waits_while_its_image_cannot_be_pulled()
    {
        await using var server = await ApiServer.StartAsync(
            new ApiServerOptions { RunWorkloads = true, CanPull = (image, _) => Task.FromResult(image != "example.com/app:1") });
        var api = new ApiClient(new TestKubeconfig(server.AdminKubeconfig).CreateClient());

        ApiTest.Expect(201, await api.CreateAsync(
            Deployments, ApiTest.Deployment("web").Replace("\"replicas\":0", "\"replicas\":1", StringComparison.Ordinal)));
        await api.EventuallyAsync(
            "/api/v1/namespaces/default/pods",
            answer => answer.Body!.ToJsonString().Contains("ImagePullBackOff", StringComparison.Ordinal));
        ApiTest.Expect(200, await api.PatchAsync(
            $"{Deployments}/web",
            """{"spec":{"template":{"spec":{"containers":[{"name":"c","image":"example.com/app:2"}]}}}}""",
            ApiClient.Strategic));

        await api.EventuallyAsync($"{Deployments}/web", answer => answer.Text("status", "availableReplicas") == "1");
    }

    [Theory]
    [InlineData("Deployment", "ReplicaSet", "Error creating: ")]
    [InlineData("StatefulSet", "StatefulSet", "create Pod web-0 in StatefulSet web failed error: ")]
    public async Task A_refused_pod_is_told_by_an_event_that_counts_and_is_tried_again(string kind, string teller, string words)
    {
        var refused = 0;
        await using var webhook = await WebhookServer.StartAsync(_ => Interlocked.Increment(ref refused) <= 4
            ? new JsonObject { ["allowed"] = false, ["status"] = new JsonObject { ["message"] = "not from here" } }
            : new JsonObject { ["allowed"] = true });
        await using var server = await ApiServer.StartAsync(new ApiServerOptions { RunWorkloads = true });
        var api = new ApiClient(new TestKubeconfig(server.AdminKubeconfig).CreateClient());
        ApiTest.Expect(201, await api.CreateAsync("/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations", $$"""
            {"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingWebhookConfiguration","metadata":{"name":"pods"},
             "webhooks":[{"name":"pods.example.com","admissionReviewVersions":["v1"],"sideEffects":"None","clientConfig":{"url":"{{webhook.Url}}","caBundle":"{{webhook.CaBundle}}"},
             "rules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["CREATE"],"resources":["pods"]}]}]}
            """));
        var workloads = $"/apis/apps/v1/namespaces/default/{kind.ToLowerInvariant()}s";

        ApiTest.Expect(201, await api.CreateAsync(
            workloads,
            ApiTest.Deployment("web")
                .Replace("\"replicas\":0", "\"replicas\":1", StringComparison.Ordinal)
                .Replace("\"Deployment\"", $"\"{kind}\"", StringComparison.Ordinal)));

        await api.EventuallyAsync($"{workloads}/web", answer => answer.Text("status", "readyReplicas") == "1");
        var events = await api.GetAsync("/apis/events.k8s.io/v1/namespaces/default/events?fieldSelector=reason%3DFailedCreate");
        var told = Assert.Single(events.Body!["items"]!.AsArray())!;
        Assert.Equal(
            $"{words}admission webhook \"pods.example.com\" denied the request: not from here", (string?)told["note"]);
        Assert.Equal((teller, 4), ((string?)told["regarding"]!["kind"], (int)told["deprecatedCount"]!));
    }
}
