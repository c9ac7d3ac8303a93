using ImageCloneOperator.Testing.KubeApi.Apply;
using ImageCloneOperator.Testing.KubeApi.Schemas.BuiltIn;
using ImageCloneOperator.Testing.Tests.Schemas;

namespace ImageCloneOperator.Testing.Tests.Apply;

public sealed class FieldOwnershipTests
{
    [Fact]
    public void Manager_changing_a_field_takes_it_from_its_applier()
    {
        var stage = new Stage().Apply("a", "{a: '1', b: '2'}").Patch("u", """{"spec":{"a":"9"},"metadata":{"annotations":{"x":"y"}}}""");

        Assert.Equal("""{"f:spec":{"f:b":{}}}""", stage.Owned("a"));
        Assert.Equal("""{"f:metadata":{"f:annotations":{".":{},"f:x":{}}},"f:spec":{"f:a":{}}}""", stage.Owned("u", "Update"));
    }

    [Fact]
    public void A_created_object_belongs_to_its_creator_but_for_what_the_server_sets()
    {
        var stage = new Stage().Patch("u", """{"metadata":{"uid":"1","labels":{"l":"1"}},"spec":{"box":{"x":"1"}},"status":{"s":1}}""");

        Assert.Equal(
            """{"f:metadata":{"f:labels":{".":{},"f:l":{}}},"f:spec":{".":{},"f:box":{".":{},"f:x":{}}}}""", stage.Owned("u", "Update"));
    }

    [Fact]
    public void Defaults_of_built_in_kind_are_owned_by_nobody()
    {
        var kind = BuiltInKinds.Find("apps/v1", "StatefulSet")!;
        var obj = SampleCrd.Yaml(
            "{metadata: {name: x}, spec: {selector: {matchLabels: {a: b}}, template: {spec: {containers: [{name: c, image: x}]}}}}");
        kind.Default(obj);

        FieldOwnership.Track(kind, live: null, obj, new FieldManager("u"), DateTimeOffset.UnixEpoch);

        var spec = obj["metadata"]!["managedFields"]![0]!["fieldsV1"]!["f:spec"]!;
        Assert.False(spec.AsObject().ContainsKey("."));
        Assert.False(spec.AsObject().ContainsKey("f:serviceName"));
        Assert.Equal("""{".":{},"f:whenDeleted":{},"f:whenScaled":{}}""", spec["f:persistentVolumeClaimRetentionPolicy"]!.ToJsonString());
        Assert.Equal("{}", spec["f:template"]!["f:spec"]!["f:securityContext"]!.ToJsonString());
        Assert.Equal("{}", spec["f:template"]!["f:spec"]!["f:containers"]!["k:{\"name\":\"c\"}"]!["f:resources"]!.ToJsonString());
    }

    [Fact]
    public void A_removed_field_has_no_owner()
    {
        var stage = new Stage().Apply("a", "{a: '1', b: '2'}").Patch("u", """{"spec":{"a":null}}""");

        Assert.Equal("""{"f:spec":{"f:b":{}}}""", stage.Owned("a"));
        Assert.Equal("", stage.Owned("u", "Update"));
    }

    [Fact]
    public void An_update_that_changes_nothing_changes_no_time()
    {
        var stage = new Stage().Patch("u", """{"spec":{"a":"1"}}""");
        var before = stage.Live!.ToJsonString();

        stage.Patch("u", """{"spec":{"a":"1"}}""");

        Assert.Equal(before, stage.Live!.ToJsonString());
    }

    [Fact]
    public void Only_one_empty_entry_resets_the_owners()
    {
        var stage = new Stage().Apply("a", "{a: '1'}").Patch("u", """{"metadata":{"managedFields":[]}}""");
        Assert.NotEqual("", stage.Owned("a"));

        stage.Patch("u", """{"metadata":{"managedFields":[{}]}}""");

        Assert.Null(stage.Live!["metadata"]!["managedFields"]);
    }

    [Fact]
    public void After_a_reset_tracking_waits_for_an_apply_and_then_remembers_what_was_there()
    {
        var stage = new Stage()
            .Apply("a", "{a: '1'}")
            .Patch("u", """{"metadata":{"managedFields":[{}]}}""")
            .Patch("u", """{"spec":{"b":"2"}}""");
        Assert.Null(stage.Live!["metadata"]!["managedFields"]);

        stage.Apply("a", "{a: '1'}");

        Assert.Equal("""{"f:spec":{".":{},"f:a":{},"f:b":{}}}""", stage.Owned("before-first-apply", "Update"));
        Assert.Equal("""{"f:spec":{"f:a":{}}}""", stage.Owned("a"));
    }
}
