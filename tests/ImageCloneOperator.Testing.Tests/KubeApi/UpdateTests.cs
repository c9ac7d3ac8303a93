using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.Tests.KubeApi.Support;

namespace ImageCloneOperator.Testing.Tests.KubeApi;

public sealed class UpdateTests : ApiTest
{
    [Fact]
    public async Task An_old_version_does_not_overwrite_a_new_one()
    {
        var first = await CreateConfigMapAsync("a");
        Expect(200, await Api.UpdateAsync($"{ConfigMaps}/a", Set(first, obj => obj["data"]!["a"] = "2")));

        var refused = Expect(409, await Api.UpdateAsync($"{ConfigMaps}/a", Set(first, obj => obj["data"]!["a"] = "3")));

        Assert.Equal("Conflict", refused.Reason);
        Assert.Equal(
            "Operation cannot be fulfilled on configmaps \"a\": the object has been modified; "
                + "please apply your changes to the latest version and try again",
            refused.Message);
    }

    [Fact]
    public async Task A_write_that_changes_nothing_keeps_the_version()
    {
        var created = await CreateConfigMapAsync("a");

        Assert.Equal(created.Version, Expect(200, await Api.UpdateAsync($"{ConfigMaps}/a", created.Body!.ToJsonString())).Version);
        Assert.Equal(created.Version, Expect(200, await Api.PatchAsync($"{ConfigMaps}/a", "{}")).Version);
    }

    [Fact]
    public async Task Another_uid_is_a_conflict()
    {
        var created = await CreateConfigMapAsync("a");

        var refused = Expect(409, await Api.UpdateAsync($"{ConfigMaps}/a", Set(created, obj => obj["metadata"]!["uid"] = "x")));

        Assert.Contains(
            "Precondition failed: UID in precondition: x, UID in object meta: " + created.Text("metadata", "uid"),
            refused.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_name_in_the_body_must_be_that_of_the_path()
    {
        await CreateConfigMapAsync("a");

        Assert.Equal(
            "the name of the object (b) does not match the name on the URL (a)",
            Expect(400, await Api.UpdateAsync($"{ConfigMaps}/a", ConfigMap("b"))).Message);
    }

    [Fact]
    public async Task Status_and_the_rest_are_written_apart()
    {
        var created = Expect(201, await Api.CreateAsync(Deployments, Deployment("web")));
        var status = Expect(
            200, await Api.PatchAsync($"{Deployments}/web/status", """{"spec":{"replicas":7},"status":{"collisionCount":5}}"""));
        Assert.Equal("5", status.Text("status", "collisionCount"));
        Assert.Equal("0", status.Text("spec", "replicas"));

        var spec = Expect(200, await Api.PatchAsync($"{Deployments}/web", """{"spec":{"paused":true},"status":{"collisionCount":9}}"""));

        Assert.Equal("5", spec.Text("status", "collisionCount"));
        Assert.Equal("1", created.Text("metadata", "generation"));
    }

    [Fact]
    public async Task Generation_counts_changes_of_the_spec_only()
    {
        Expect(201, await Api.CreateAsync(Deployments, Deployment("web")));

        var labelled = Expect(200, await Api.PatchAsync($"{Deployments}/web", """{"metadata":{"labels":{"x":"y"}}}"""));
        var changed = Expect(200, await Api.PatchAsync($"{Deployments}/web", """{"spec":{"paused":true}}"""));

        Assert.Equal("1", labelled.Text("metadata", "generation"));
        Assert.Equal("2", changed.Text("metadata", "generation"));
    }

    [Theory]
    [InlineData("deployments", "2")]
    [InlineData("replicasets", "1")]
    public async Task A_deployments_generation_counts_its_annotations_too(string plural, string generation)
    {
        var path = Deployments.Replace("deployments", plural, StringComparison.Ordinal);
        var kind = plural == "deployments" ? "Deployment" : "ReplicaSet";
        Expect(201, await Api.CreateAsync(path, Deployment("web").Replace("\"Deployment\"", $"\"{kind}\"", StringComparison.Ordinal)));

        var annotated = Expect(200, await Api.PatchAsync($"{path}/web", """{"metadata":{"annotations":{"x":"y"}}}"""));

        Assert.Equal(generation, annotated.Text("metadata", "generation"));
    }

    [Fact]
    public async Task An_immutable_config_map_stays_as_it_is()
    {
        Expect(201, await Api.CreateAsync(ConfigMaps, """{"metadata":{"name":"a"},"immutable":true,"data":{"a":"1"}}"""));

        var refused = Expect(422, await Api.PatchAsync($"{ConfigMaps}/a", """{"data":{"a":"2"}}"""));

        Assert.Equal("ConfigMap \"a\" is invalid: data: Forbidden: field is immutable when `immutable` is set", refused.Message);
    }

    [Fact]
    public async Task Metadata_of_the_creation_cannot_be_changed()
    {
        var created = await CreateConfigMapAsync("a");

        var patched = Expect(
            200, await Api.PatchAsync($"{ConfigMaps}/a", """{"metadata":{"creationTimestamp":"2001-01-01T00:00:00Z","generation":77}}"""));

        Assert.Equal(created.Text("metadata", "creationTimestamp"), patched.Text("metadata", "creationTimestamp"));
        Assert.Null(patched["metadata"]["generation"]);
    }

    [Fact]
    public async Task Concurrent_patches_without_a_version_all_arrive()
    {
        await CreateConfigMapAsync("a");

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(i => Api.PatchAsync($"{ConfigMaps}/a", $$$"""{"data":{"k{{{i}}}":"v"}}""")));

        Assert.All(answers, answer => Expect(200, answer));
        Assert.Equal(9, ((JsonObject)(await Api.GetAsync($"{ConfigMaps}/a"))["data"]).Count);
    }
}
