using System.Text.Json.Nodes;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Patching;
using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Tests.Dynamic;

public sealed class ObjectTests(LiveCluster cluster) : IClassFixture<LiveCluster>
{
    private readonly KubernetesClient _client = cluster.Client;

    [Fact]
    public async Task An_object_is_made_read_and_gone_again()
    {
        var ns = await cluster.NamespaceAsync();
        var made = await cluster.SecretAsync(ns, "s");

        var read = await _client.GetAsync<V1Secret>("s", ns, Bound.Token());
        Assert.Equal(("v1", "Secret", made.Metadata.Uid), (read!.ApiVersion, read.Kind, read.Metadata.Uid));
        Assert.Equal([1, 2, 3], read.Data!["key"]);

        await _client.DeleteAsync<V1Secret>("s", ns, null, Bound.Token());
        await _client.DeleteAsync<V1Secret>("s", ns, null, Bound.Token());
        Assert.Null(await _client.GetAsync<V1Secret>("s", ns, Bound.Token()));
    }

    [Fact]
    public async Task Object_changed_meanwhile_is_neither_overwritten_nor_deleted()
    {
        var ns = await cluster.NamespaceAsync();
        var old = await cluster.SecretAsync(ns, "s");
        await _client.PatchAsync<V1Secret>("s", ns, Label("a", "b"), null, Bound.Token());

        var update = await Assert.ThrowsAsync<KubernetesApiException>(() => _client.UpdateAsync(old, Bound.Token()));
        var delete = await Assert.ThrowsAsync<KubernetesApiException>(
            () => _client.DeleteAsync<V1Secret>(
                "s", ns, new() { Preconditions = new() { ResourceVersion = old.Metadata.ResourceVersion } }, Bound.Token()));
        var another = await Assert.ThrowsAsync<KubernetesApiException>(
            () => _client.DeleteAsync<V1Secret>("s", ns, new() { Preconditions = new() { Uid = "another" } }, Bound.Token()));

        Assert.All([update, delete, another], exception => Assert.True(exception.IsConflict));
        await _client.DeleteAsync<V1Secret>(
            "s", ns, new() { Preconditions = new() { Uid = old.Metadata.Uid }, PropagationPolicy = "Background" }, Bound.Token());
    }

    [Fact]
    public async Task A_name_that_is_taken_is_told_apart_from_a_conflict()
    {
        var ns = await cluster.NamespaceAsync();
        await cluster.SecretAsync(ns, "s");

        var exception = await Assert.ThrowsAsync<KubernetesApiException>(() => cluster.SecretAsync(ns, "s"));

        Assert.Equal((true, false), (exception.IsAlreadyExists, exception.IsConflict));
        Assert.Equal(("secrets", "s"), (exception.Status.Details?.Kind, exception.Status.Details?.Name));
    }

    [Fact]
    public async Task A_refused_object_names_every_wrong_field()
    {
        var ns = await cluster.NamespaceAsync();

        var exception = await Assert.ThrowsAsync<KubernetesApiException>(() => cluster.SecretAsync(ns, "Wrong_Name"));

        Assert.True(exception.IsInvalid);
        Assert.Equal("metadata.name", Assert.Single(exception.Status.Details!.Causes!).Field);
    }

    private static Patch Label(string key, string value) =>
        Patch.Merge(new() { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { [key] = value } } });
}
