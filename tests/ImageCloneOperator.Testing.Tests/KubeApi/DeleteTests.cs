using ImageCloneOperator.Testing.Tests.KubeApi.Support;

namespace ImageCloneOperator.Testing.Tests.KubeApi;

public sealed class DeleteTests : ApiTest
{
    [Fact]
    public async Task A_deletion_is_confirmed_with_a_status()
    {
        var created = await CreateConfigMapAsync("a");

        var deleted = Expect(200, await Api.DeleteAsync($"{ConfigMaps}/a"));

        Assert.Equal("Success", deleted.Text("status"));
        Assert.Equal(created.Text("metadata", "uid"), deleted.Text("details", "uid"));
        Assert.Equal("configmaps \"a\" not found", Expect(404, await Api.DeleteAsync($"{ConfigMaps}/a")).Message);
    }

    [Fact]
    public async Task A_finalizer_holds_the_object_until_it_goes()
    {
        await CreateConfigMapAsync("a", ""","finalizers":["example.com/hold"]""");

        var held = Expect(200, await Api.DeleteAsync($"{ConfigMaps}/a"));
        Assert.NotEmpty(held.Text("metadata", "deletionTimestamp"));
        Assert.Equal("0", held.Text("metadata", "deletionGracePeriodSeconds"));
        var refused = Expect(
            422, await Api.PatchAsync($"{ConfigMaps}/a", """{"metadata":{"finalizers":["example.com/hold","example.com/more"]}}"""));
        Assert.Contains(
            "metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, "
                + "found new finalizers []string{\"example.com/more\"}", refused.Message, StringComparison.Ordinal);
        Expect(200, await Api.PatchAsync($"{ConfigMaps}/a", """{"metadata":{"finalizers":null}}"""));

        Expect(404, await Api.GetAsync($"{ConfigMaps}/a"));
    }

    [Fact]
    public async Task Preconditions_must_hold()
    {
        var created = await CreateConfigMapAsync("a");

        var refused = Expect(409, await Api.DeleteAsync($"{ConfigMaps}/a", """{"preconditions":{"uid":"other"}}"""));
        Assert.Contains(
            $"the UID in the precondition (other) does not match the UID in record ({created.Text("metadata", "uid")})",
            refused.Message,
            StringComparison.Ordinal);
        Expect(409, await Api.DeleteAsync($"{ConfigMaps}/a", """{"preconditions":{"resourceVersion":"1"}}"""));
        Expect(200, await Api.DeleteAsync($"{ConfigMaps}/a", $$$"""{"preconditions":{"uid":"{{{created.Text("metadata", "uid")}}}"}}"""));
    }

    [Fact]
    public async Task A_dry_run_deletes_nothing()
    {
        await CreateConfigMapAsync("a");

        Expect(200, await Api.DeleteAsync($"{ConfigMaps}/a?dryRun=All"));

        Expect(200, await Api.GetAsync($"{ConfigMaps}/a"));
    }

    [Fact]
    public async Task A_selection_is_deleted_at_once()
    {
        await CreateConfigMapAsync("a", ""","labels":{"x":"1"}""");
        await CreateConfigMapAsync("b", ""","labels":{"x":"2"}""");

        Expect(200, await Api.DeleteAsync($"{ConfigMaps}?labelSelector=x%3D1"));

        Expect(404, await Api.GetAsync($"{ConfigMaps}/a"));
        Expect(200, await Api.GetAsync($"{ConfigMaps}/b"));
    }

    [Fact]
    public async Task Dependents_follow_their_owner()
    {
        var owner = await CreateConfigMapAsync("owner");
        await CreateConfigMapAsync("child", Owned(owner));

        Expect(200, await Api.DeleteAsync($"{ConfigMaps}/owner", """{"propagationPolicy":"Background"}"""));

        await Api.EventuallyAsync($"{ConfigMaps}/child", answer => answer.Code == 404);
    }

    [Fact]
    public async Task In_the_foreground_the_owner_waits_for_its_dependents()
    {
        var owner = await CreateConfigMapAsync("owner");
        await CreateConfigMapAsync("child", Owned(owner, ""","blockOwnerDeletion":true""") + ""","finalizers":["example.com/hold"]""");

        var deleted = Expect(200, await Api.DeleteAsync($"{ConfigMaps}/owner", """{"propagationPolicy":"Foreground"}"""));
        Assert.Contains("foregroundDeletion", deleted["metadata"]["finalizers"]!.ToJsonString(), StringComparison.Ordinal);
        await Api.EventuallyAsync($"{ConfigMaps}/child", answer => answer.Text("metadata", "deletionTimestamp").Length > 0);
        Expect(200, await Api.GetAsync($"{ConfigMaps}/owner"));
        Expect(200, await Api.PatchAsync($"{ConfigMaps}/child", """{"metadata":{"finalizers":null}}"""));

        await Api.EventuallyAsync($"{ConfigMaps}/owner", answer => answer.Code == 404);
    }

    [Fact]
    public async Task Orphans_stay_and_forget_their_owner()
    {
        var owner = await CreateConfigMapAsync("owner");
        await CreateConfigMapAsync("child", Owned(owner));

        Expect(200, await Api.DeleteAsync($"{ConfigMaps}/owner", """{"propagationPolicy":"Orphan"}"""));

        await Api.EventuallyAsync($"{ConfigMaps}/owner", answer => answer.Code == 404);
        var child = await Api.EventuallyAsync($"{ConfigMaps}/child", answer => answer["metadata"]["ownerReferences"] is null);
        Assert.Equal(200, child.Code);
    }

    [Fact]
    public async Task An_object_with_an_owner_left_stays()
    {
        var one = await CreateConfigMapAsync("one");
        var two = await CreateConfigMapAsync("two");
        await CreateConfigMapAsync("child", $$""","ownerReferences":[{{Reference(one)}},{{Reference(two)}}]""");

        Expect(200, await Api.DeleteAsync($"{ConfigMaps}/one"));

        var child = await Api.EventuallyAsync(
            $"{ConfigMaps}/child", answer => answer.Code != 200 || answer["metadata"]["ownerReferences"]!.AsArray().Count == 1);
        Assert.Equal("two", child["metadata"]["ownerReferences"]![0]!["name"]!.ToString());
    }

    private static string Owned(Answer owner, string extra = "") => $$""","ownerReferences":[{{Reference(owner, extra)}}]""";

    private static string Reference(Answer owner, string extra = "") =>
        $$"""{"apiVersion":"v1","kind":"ConfigMap","name":"{{owner.Text("metadata", "name")}}","uid":"{{owner.Text("metadata", "uid")}}"{{extra}}}""";
}
