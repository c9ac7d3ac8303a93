using ImageCloneOperator.Testing.KubeApi.Apply;

namespace ImageCloneOperator.Testing.Tests.Apply;

/// <summary>The expected objects and messages are what kube-apiserver 1.36 answers to the same steps.</summary>
public sealed class ServerSideApplyTests
{
    [Fact]
    public void An_applier_owns_what_it_applies()
    {
        var stage = new Stage().Apply(
            "a", "{a: x, labels: {k: v}, map: [{name: m, v: '1'}, {name: n}], set: [x], list: [l], whole: {w: z}}");

        Assert.Equal(
            """{"f:spec":{"f:a":{},"f:labels":{"f:k":{}},"f:list":{},"f:map":{"k:{\u0022name\u0022:\u0022m\u0022}":{".":{},"f:name":{},"f:v":{}},"k:{\u0022name\u0022:\u0022n\u0022}":{".":{},"f:name":{}}},"f:set":{"v:\u0022x\u0022":{}},"f:whole":{}}}""",
            stage.Owned("a"));
    }

    [Theory]
    [InlineData("{a: x, b: y}", "{a: x}", """{"a":"x"}""")]
    [InlineData("{a: x, box: {x: p, y: q}}", "{a: x, box: {x: p}}", """{"a":"x","box":{"x":"p"}}""")]
    [InlineData("{a: x, box: {x: p}}", "{a: x}", """{"a":"x"}""")]
    [InlineData("{map: [{name: m, v: '1'}, {name: n}]}", "{map: [{name: m}]}", """{"map":[{"name":"m"}]}""")]
    [InlineData("{set: [x, y]}", "{set: [x, z]}", """{"set":["x","z"]}""")]
    [InlineData("{list: [x, y]}", "{list: [z]}", """{"list":["z"]}""")]
    [InlineData("{labels: {k: v, l: w}}", "{labels: {l: w}}", """{"labels":{"l":"w"}}""")]
    public void Field_no_longer_applied_goes(string first, string second, string expected) =>
        Assert.Equal(expected, new Stage().Apply("a", first).Apply("a", second).Spec);

    [Fact]
    public void Field_applied_by_two_managers_stays()
    {
        var stage = new Stage().Apply("a", "{a: x, map: [{name: m, v: '1'}]}").Apply("b", "{a: x, map: [{name: m}]}").Apply("a", "{}");

        Assert.Equal("""{"a":"x","map":[{"name":"m"}]}""", stage.Spec);
        Assert.Equal("""{"f:spec":{}}""", stage.Owned("a"));
    }

    [Fact]
    public void Field_that_nobody_applied_stays()
    {
        var stage = new Stage()
            .Apply("a", "{a: x, labels: {k: v}}")
            .Patch("u", """{"spec":{"labels":{"other":"o"}}}""")
            .Apply("a", "{a: x}");

        Assert.Equal("""{"a":"x","labels":{"other":"o"}}""", stage.Spec);
    }

    [Fact]
    public void A_conflict_names_the_field_and_its_owner()
    {
        var stage = new Stage().Patch("u", """{"spec":{"a":"9"}}""");

        var conflict = Assert.Throws<ApplyConflictException>(() => stage.Apply("a", "{a: x}"));

        Assert.Equal("Apply failed with 1 conflict: conflict with \"u\" using example.com/v1: .spec.a", conflict.Message);
        Assert.Equal(new ApplyConflict("\"u\" using example.com/v1", ".spec.a"), Assert.Single(conflict.Conflicts));
    }

    [Fact]
    public void Several_conflicts_are_listed_by_owner()
    {
        var stage = new Stage().Apply("a", "{a: '1', map: [{name: m, v: '1'}]}");

        var conflict = Assert.Throws<ApplyConflictException>(() => stage.Apply("b", "{a: '3', map: [{name: m, v: '2'}]}"));

        Assert.Equal("Apply failed with 2 conflicts: conflicts with \"a\":\n- .spec.a\n- .spec.map[name=\"m\"].v", conflict.Message);
    }

    [Fact]
    public void Force_takes_the_fields_over()
    {
        var stage = new Stage().Apply("a", "{a: '1', b: '1'}").Apply("b", "{a: '2'}", force: true);

        Assert.Equal("""{"a":"2","b":"1"}""", stage.Spec);
        Assert.Equal("""{"f:spec":{"f:b":{}}}""", stage.Owned("a"));
        Assert.Equal("""{"f:spec":{"f:a":{}}}""", stage.Owned("b"));
    }

    [Fact]
    public void Applying_the_same_value_shares_the_field()
    {
        var stage = new Stage().Apply("a", "{a: '1'}").Apply("b", "{a: '1'}");

        Assert.Equal(stage.Owned("a"), stage.Owned("b"));
    }

    [Fact]
    public void An_apply_that_changes_nothing_leaves_the_time_alone()
    {
        var stage = new Stage().Apply("a", "{a: '1'}");
        var before = stage.Live!.ToJsonString();

        stage.Apply("a", "{a: '1'}");

        Assert.Equal(before, stage.Live!.ToJsonString());
    }

    [Fact]
    public void Status_has_its_own_entry_and_main_applies_do_not_own_it()
    {
        var stage = new Stage().Apply("a", "{a: '1'}").Apply("s", "", subresource: "status", status: "{c: {d: 1}}");

        Assert.Equal("""{"f:status":{"f:c":{".":{},"f:d":{}}}}""", stage.Owned("s"));
        Assert.Equal("status", (string?)stage.Entry("s")!["subresource"]);
        Assert.Equal("""{"f:spec":{"f:a":{}}}""", stage.Owned("a"));
    }

    [Theory]
    [InlineData(
        "{foo: 1}", "failed to create typed patch object (default/t; example.com/v1, Kind=Thing): .spec.foo: field not declared in schema")]
    [InlineData(
        "{map: [{v: a}], set: [a, a]}",
        "failed to create typed patch object (default/t; example.com/v1, Kind=Thing): errors:\n  .spec.map: element 0: associative list "
            + "with keys has an element that omits all key fields [\"name\"] (and doesn't have default values for any key fields)\n  "
            + ".spec.set: duplicate entries for key [=\"a\"]")]
    public void A_configuration_that_does_not_fit_the_schema_is_refused(string spec, string message) =>
        Assert.Equal(message, Assert.Throws<ApplyException>(() => new Stage().Apply("a", spec)).Message);

    [Fact]
    public void Items_of_others_keep_their_place_in_a_list()
    {
        var stage = new Stage()
            .Apply("a", "{map: [{name: m}, {name: n}]}")
            .Apply("b", "{map: [{name: z}]}")
            .Apply("a", "{map: [{name: n}, {name: m}]}");

        Assert.Equal("""{"map":[{"name":"n"},{"name":"m"},{"name":"z"}]}""", stage.Spec);
    }
}
