using ImageCloneOperator.Api.Tests.Support;
using ImageCloneOperator.Api.Validation;

namespace ImageCloneOperator.Api.Tests.Validation;

public sealed class ImageBackupValidationTests
{
    [Theory]
    [InlineData("{policyName: p, source: a/b:1}", "spec.target", "is required")]
    [InlineData("{policyName: P, source: a/b:1, target: c/b:1}", "spec.policyName", "an object's name")]
    [InlineData("{policyName: p, source: 'https://a/b:1', target: c/b:1}", "spec.source", "without a scheme")]
    [InlineData("{policyName: p, source: a/b:1, target: 'docker://c/b:1'}", "spec.target", "without a scheme")]
    [InlineData("{policyName: p, source: a/b:1, target: c/b:1, interval: 1ms}", "spec.interval", "from 1s")]
    [InlineData("{policyName: p, source: a/b:1, target: c/b:1, pullSecrets: [{name: s}]}", "spec.pullSecrets[0].namespace", "is required")]
    [InlineData(
        "{policyName: p, source: a/b:1, target: c/b:1, pullSecrets: [{namespace: n, name: s}, {namespace: n, name: s}]}",
        "spec.pullSecrets[1]",
        "'n/s' is there twice")]
    public void A_wrong_field_is_named_with_the_way_out(string spec, string field, string message)
    {
        var error = Assert.Single(ObjectValidation.Validate(Manifest.Backup(spec)));

        Assert.Equal(field, error.Field);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
