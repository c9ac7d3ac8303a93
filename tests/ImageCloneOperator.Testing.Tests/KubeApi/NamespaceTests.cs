using ImageCloneOperator.Testing.Tests.KubeApi.Support;

namespace ImageCloneOperator.Testing.Tests.KubeApi;

public sealed class NamespaceTests : ApiTest
{
    [Fact]
    public async Task A_namespace_is_born_with_an_account_and_the_authority()
    {
        await Api.EventuallyAsync($"/api/v1/namespaces/{Namespace}/serviceaccounts/default", answer => answer.Code == 200);
        var authority = await Api.EventuallyAsync($"{ConfigMaps}/kube-root-ca.crt", answer => answer.Code == 200);

        Assert.Contains("BEGIN CERTIFICATE", authority.Text("data", "ca.crt"), StringComparison.Ordinal);
        Assert.Equal(
            Namespace,
            (await Api.GetAsync($"/api/v1/namespaces/{Namespace}"))["metadata"]["labels"]!["kubernetes.io/metadata.name"]!.ToString());
    }

    [Fact]
    public async Task Namespace_goes_with_everything_in_it_and_takes_nothing_new()
    {
        await CreateConfigMapAsync("held", ""","finalizers":["example.com/hold"]""");
        Expect(201, await Api.CreateAsync(Deployments, Deployment("web")));

        Assert.Equal("Terminating", Expect(200, await Api.DeleteAsync($"/api/v1/namespaces/{Namespace}")).Text("status", "phase"));
        await Api.EventuallyAsync($"{Deployments}/web", answer => answer.Code == 404);
        var refused = Expect(403, await Api.CreateAsync(ConfigMaps, ConfigMap("late")));
        Assert.Equal(
            $"configmaps \"late\" is forbidden: unable to create new content in namespace {Namespace} because it is being terminated",
            refused.Message);
        Assert.Equal("NamespaceTerminating", refused["details"]["causes"]![0]!["reason"]!.ToString());
        Expect(200, await Api.PatchAsync($"{ConfigMaps}/held", """{"metadata":{"finalizers":null}}"""));

        await Api.EventuallyAsync($"/api/v1/namespaces/{Namespace}", answer => answer.Code == 404);
    }

    [Fact]
    public async Task The_default_namespace_stays()
    {
        Assert.Equal(
            "namespaces \"default\" is forbidden: this namespace may not be deleted",
            Expect(403, await Api.DeleteAsync("/api/v1/namespaces/default")).Message);
    }
}
