using ImageCloneOperator.Testing.Tests.Schemas;

namespace ImageCloneOperator.Testing.Tests.Cel;

/// <summary>The expected words are what kube-apiserver 1.36 answers to the same object.</summary>
public sealed class CelRulesTests
{
    private const string Spec = """
        {type: object,
         x-kubernetes-validations: [
          {rule: "!has(self.i) || self.i < 5"},
          {rule: "!has(self.f) || self.f != 'bad'", message: f is bad},
          {rule: "!has(self.f) || self.f != 'worse'", messageExpression: "'f is ' + self.f", fieldPath: .f, reason: FieldValueForbidden},
          {rule: "!has(self.l) || self.l[5] == 'a'"},
          {rule: "!has(self.i) || !has(oldSelf.i) || self.i >= oldSelf.i", message: i must not shrink}],
         properties: {
          f: {type: string},
          imm: {type: string, x-kubernetes-validations: [{rule: self == oldSelf, message: immutable}]},
          i: {type: integer},
          l: {type: array, items: {type: string, x-kubernetes-validations: [{rule: self.size() < 4, reason: FieldValueRequired, message: x}]}}}}
        """;

    [Theory]
    [InlineData("{i: 7}", "spec: Invalid value: failed rule: !has(self.i) || self.i < 5")]
    [InlineData("{f: bad}", "spec: Invalid value: f is bad")]
    [InlineData("{f: worse}", "spec.f: Forbidden: f is worse")]
    [InlineData(
        "{l: [abcd, a]}",
        "spec: Invalid value: \"object\": index out of bounds: 5 evaluating rule: "
            + "!has(self.l) || self.l[5] == 'a'|spec.l[0]: Required value: x")]
    [InlineData(
        "{f: 4, i: 7}",
        "spec.f: Invalid value: \"integer\": spec.f in body must be of type string: \"integer\"|<nil>: Invalid value: null: "
            + "some validation rules were not checked because the object was invalid; correct the existing errors to complete validation")]
    [InlineData("{i: 4, f: good, imm: a}", "")]
    public void A_broken_rule_is_reported_as_it_asks(string spec, string expected) =>
        Assert.Equal(expected, string.Join('|', SampleCrd.Kind(Spec.ReplaceLineEndings(" ")).Validate(SampleCrd.Thing(spec), old: null)));

    [Theory]
    [InlineData("{i: 3, imm: a}", "{i: 2, imm: b}", "spec: Invalid value: i must not shrink|spec.imm: Invalid value: \"b\": immutable")]
    [InlineData("{i: 3}", "{i: 3, imm: b}", "")]
    public void A_transition_rule_compares_with_what_was_there(string before, string after, string expected) =>
        Assert.Equal(
            expected,
            string.Join('|', SampleCrd.Kind(Spec.ReplaceLineEndings(" ")).Validate(SampleCrd.Thing(after), SampleCrd.Thing(before))));
}
