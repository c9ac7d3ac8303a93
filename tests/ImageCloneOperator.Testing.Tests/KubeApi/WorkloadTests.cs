using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi;
using ImageCloneOperator.Testing.Tests.KubeApi.Support;

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
}
