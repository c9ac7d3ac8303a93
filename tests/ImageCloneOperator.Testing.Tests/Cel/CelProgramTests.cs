using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Cel;
using ImageCloneOperator.Testing.KubeApi.Schemas.Definitions;
using ImageCloneOperator.Testing.Tests.Schemas;

namespace ImageCloneOperator.Testing.Tests.Cel;

public sealed class CelProgramTests
{
    private const string Schema = """
        {type: object, x-kubernetes-validations: [{rule: "RULE"}], properties: {
          s: {type: string}, i: {type: integer}, n: {type: number}, b: {type: boolean}, d: {type: string, format: duration}, t: {type: string, format: date-time},
          l: {type: array, items: {type: string}}, m: {type: object, additionalProperties: {type: integer}}, q: {type: string}, x-y: {type: string},
          o: {type: object, properties: {p: {type: string}}}, io: {x-kubernetes-int-or-string: true}}}
        """;

    private const string Thing = "{s: Hello, i: 4, n: 1.5, b: true, d: 1h30m, t: '2026-01-02T03:04:05Z', l: [a, b, c], m: "
        + "{x: 1, y: 2}, q: 500Mi, x-y: dash, o: {}, io: 80%}";

    [Theory]
    [InlineData("self.i + 3 * 2 == 10 && self.i % 3 == 1 && -self.i == -4")]
    [InlineData("1 + 2 * 3 - 4 / 2 == 5 && (1 + 2) * 3 == 9")]
    [InlineData("self.n * 2.0 == 3.0 && self.n < 2.0 && self.n > 1")]
    [InlineData("self.s.startsWith('He') && self.s.endsWith('lo') && self.s.contains('ell') && self.s.matches('^H[a-z]+$')")]
    [InlineData("self.l.all(x, x < 'd') && self.l.exists(x, x == 'b') && !self.l.exists(x, x == 'z')")]
    [InlineData("self.m.all(k, self.m[k] > 0) && 'x' in self.m && !('z' in self.m) && 'b' in self.l && self.m['x'] == 1 && self.m.y == 2")]
    [InlineData("dyn(self.i) == 4 && dyn(self.m).all(k, dyn(self.m)[k] > 0)")]
    [InlineData("has(self.s) && !has(self.o.p) && has(self.o)")]
    [InlineData("self.b ? self.i == 4 : false")]
    [InlineData("self.s.size() == 5 && size(self.s) == 5 && string(self.i) == '4'")]
    [InlineData("self.d == duration('90m') && self.d > duration('1h') && self.d + duration('30m') == duration('2h')")]
    [InlineData("r'\\d' == '\\\\d' && 'a\\'b' == \"a'b\"")]
    [InlineData("self.x__dash__y == 'dash'")]
    [InlineData("self.l[1] == 'b' && self.l + ['d'] == ['a', 'b', 'c', 'd']")]
    [InlineData("true || self.l[9] == 'x'")]
    [InlineData("self.l[9] == 'x' || true")]
    [InlineData("!(false && self.l[9] == 'x')")]
    [InlineData("self.l.exists(x, x == 'a' || self.l[9] == x)")]
    public void An_expression_holds(string rule)
    {
        var kind = SampleCrd.Kind(OneLine(Schema.Replace("RULE", "true", StringComparison.Ordinal)));
        var spec = SampleCrd.Thing(Thing)["spec"]!;
        var schema = kind.Root.Properties["spec"] with { Rules = [new CelRule(rule)] };

        Assert.Empty(CelRules.Check(Declared(rule), "spec"));
        Assert.Empty(CelRules.Validate(schema, spec, old: null));
    }

    [Theory]
    [InlineData("self.l[9] == 'x'", "index out of bounds: 9")]
    [InlineData("self.o.p == 'x'", "no such key: p")]
    [InlineData("self.i / 0 == 1", "division by zero")]
    [InlineData("9223372036854775807 + self.i > 0", "integer overflow")]
    public void A_runtime_error_names_itself_and_the_rule(string rule, string message)
    {
        var kind = SampleCrd.Kind(OneLine(Schema.Replace("RULE", "true", StringComparison.Ordinal)));
        var schema = kind.Root.Properties["spec"] with { Rules = [new CelRule(rule)] };

        var error = Assert.Single(CelRules.Validate(schema, SampleCrd.Thing(Thing)["spec"]!, old: null));

        Assert.Equal($"Invalid value: \"object\": {message} evaluating rule: {rule}", error.Message);
    }

    [Theory]
    [InlineData("self.foo == 1", "ERROR: <input>:1:5: undefined field 'foo'\n | self.foo == 1\n | ....^")]
    [InlineData(
        "self.s == 1", "ERROR: <input>:1:8: found no matching overload for '_==_' applied to '(string, int)'\n | self.s == 1\n | .......^")]
    [InlineData(
        "self.i + self.s == 2",
        "ERROR: <input>:1:8: found no matching overload for '_+_' applied to '(int, string)'\n | self.i + self.s == 2\n | .......^")]
    [InlineData("bar", "ERROR: <input>:1:1: undeclared reference to 'bar' (in container '')\n | bar\n | ^")]
    [InlineData("foo(1)", "ERROR: <input>:1:4: undeclared reference to 'foo' (in container '')\n | foo(1)\n | ...^")]
    [InlineData("self.s.foo()", "ERROR: <input>:1:11: undeclared reference to 'foo' (in container '')\n | self.s.foo()\n | ..........^")]
    [InlineData("has(self.zz)", "ERROR: <input>:1:4: undefined field 'zz'\n | has(self.zz)\n | ...^")]
    [InlineData(
        "self.l.all(x, x.foo == 1)",
        "ERROR: <input>:1:16: type 'string' does not support field selection\n | self.l.all(x, x.foo == 1)\n | ...............^")]
    [InlineData(
        "self +",
        "ERROR: <input>:1:7: Syntax error: mismatched input '<EOF>' expecting {'[', '{', '(', '.', '-', '!', 'true', 'false', "
            + "'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}\n | self +\n | ......^")]
    public void Rule_that_cannot_compile_is_reported_with_its_place(string rule, string message)
    {
        var error = Assert.Single(CelRules.Check(Declared(rule), "spec"));

        Assert.Equal("spec.x-kubernetes-validations[0].rule", error.Path);
        Assert.EndsWith("compilation failed: " + message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{rule: ''}", "spec.x-kubernetes-validations[0].rule: Required value: rule is not specified")]
    [InlineData(
        "{rule: 'true', fieldPath: '.zz'}", "spec.x-kubernetes-validations[0].fieldPath: Invalid value: \".zz\": must be a valid path")]
    [InlineData(
        "{rule: 'true', reason: Foo}",
        "spec.x-kubernetes-validations[0].reason: Unsupported value: \"Foo\": supported values: "
            + "\"FieldValueDuplicate\", \"FieldValueForbidden\", \"FieldValueInvalid\", \"FieldValueRequired\"")]
    [InlineData(
        "{rule: 'true', optionalOldSelf: true}",
        "spec.x-kubernetes-validations[0].optionalOldSelf: Invalid value: true: this server has no optional values")]
    public void A_rule_is_checked_beyond_its_expression(string rule, string expected)
    {
        var schema = SampleCrd.Yaml($"{{type: object, x-kubernetes-validations: [{rule}]}}");

        Assert.Equal(expected, Assert.Single(CelRules.Check(schema, "spec")).ToString());
    }

    [Theory]
    [InlineData("self.metadata.name.size() <= 63 && self.kind == 'Thing'", "")]
    [InlineData("self.metadata.labels.size() == 0", "undefined field 'labels'")]
    public void A_rule_at_the_root_sees_the_name_and_no_more_of_the_metadata(string rule, string expected)
    {
        var crd = SampleCrd.Crd("{type: object}");
        crd["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"]!["x-kubernetes-validations"] = new JsonArray(
            new JsonObject { ["rule"] = rule });

        Assert.Contains(expected, string.Join('|', CrdValidation.Validate(crd, old: null)), StringComparison.Ordinal);
    }

    private static JsonObject Declared(string rule)
    {
        var schema = SampleCrd.Yaml(OneLine(Schema));
        schema["x-kubernetes-validations"]![0]!["rule"] = rule;
        return schema;
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
