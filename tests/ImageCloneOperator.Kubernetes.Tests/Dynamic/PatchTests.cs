using System.Text.Json.Nodes;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Entities;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Patching;
using ImageCloneOperator.Testing.Entities;

namespace ImageCloneOperator.Kubernetes.Tests.Dynamic;

public sealed class PatchTests(LiveCluster cluster) : IClassFixture<LiveCluster>
{
    private readonly KubernetesClient _client = cluster.Client;

    [Fact]
    public async Task Fields_that_the_model_does_not_know_survive_a_patch()
    {
        var ns = await cluster.NamespaceAsync();
        await _client.PatchAsync<Deployment>(
            "d", ns, Patch.Apply(Workload("d", ns, "nginx:1")) with { FieldManager = "user" }, null, Bound.Token());

        var patched = await _client.PatchAsync<Deployment>(
            "d",
            ns,
            Patch.Json(
                JsonPatchOperation.Test("/spec/replicas", 7),
                JsonPatchOperation.Replace("/spec/template/spec/containers/0/image", "nginx:2"),
                JsonPatchOperation.Add("/metadata/annotations", new JsonObject()),
                JsonPatchOperation.Add(JsonPatchOperation.Pointer("metadata", "annotations", "a/b"), "d")),
            null,
            Bound.Token());
        var unmet = await Assert.ThrowsAsync<KubernetesApiException>(
            () => _client.PatchAsync<Deployment>("d", ns, Patch.Json(JsonPatchOperation.Test("/spec/replicas", 8)), null, Bound.Token()));

        Assert.Equal("nginx:2", patched.Spec!.Template!.Spec!.Containers![0].Image);
        Assert.Equal("d", patched.Metadata.Annotations!["a/b"]);
        Assert.True(unmet.IsInvalid);
    }

    [Fact]
    public void A_pointer_escapes_what_would_split_it() => Assert.Equal("/a~1b/c~0d", JsonPatchOperation.Pointer("a/b", "c~d"));

    [Fact]
    public async Task Applied_fields_are_owned_taken_by_force_and_removed_when_no_longer_named()
    {
        var ns = await cluster.NamespaceAsync();
        await _client.PatchAsync<Deployment>(
            "d", ns, Patch.Apply(Workload("d", ns, "nginx:1")) with { FieldManager = "user" }, null, Bound.Token());

        var conflict = await Assert.ThrowsAsync<KubernetesApiException>(
            () => _client.PatchAsync<Deployment>("d", ns, Patch.Apply(Workload("d", ns, "nginx:2")), null, Bound.Token()));
        var annotated = Workload("d", ns, "nginx:2");
        annotated["metadata"]!["annotations"] = new JsonObject { ["a"] = "b" };
        var forced = await _client.PatchAsync<Deployment>("d", ns, Patch.Apply(annotated, force: true), null, Bound.Token());
        var unnamed = await _client.PatchAsync<Deployment>("d", ns, Patch.Apply(Workload("d", ns, "nginx:2")), null, Bound.Token());

        Assert.True(conflict.IsConflict);
        Assert.Contains(conflict.Status.Details!.Causes!, cause => cause.Reason == "FieldManagerConflict");
        Assert.Equal("nginx:2", forced.Spec!.Template!.Spec!.Containers![0].Image);
        Assert.Equal("b", forced.Metadata.Annotation("a"));
        Assert.Null(unnamed.Metadata.Annotation("a"));
    }

    [Fact]
    public async Task Applying_to_an_object_that_has_gone_does_not_bring_it_back()
    {
        var ns = await cluster.NamespaceAsync();
        var gone = Workload("d", ns, "nginx:1");
        gone["metadata"]!["uid"] = Guid.NewGuid().ToString();

        var exception = await Assert.ThrowsAsync<KubernetesApiException>(
            () => _client.PatchAsync<Deployment>("d", ns, Patch.Apply(gone), null, Bound.Token()));

        Assert.True(exception.IsConflict);
        Assert.Null(await _client.GetAsync<Deployment>("d", ns, Bound.Token()));
    }

    private static JsonObject Workload(string name, string ns, string image) => JsonNode.Parse(
        $$$"""
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"{{{name}}}","namespace":"{{{ns}}}"},
         "spec":{"replicas":7,"selector":{"matchLabels":{"app":"a"}},
                 "template":{"metadata":{"labels":{"app":"a"}},"spec":{"containers":[{"name":"c","image":"{{{image}}}"}] } } } }
        """)!.AsObject();
}
