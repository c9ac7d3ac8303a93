using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Api.Tests.Support;
using ImageCloneOperator.Api.Validation;

namespace ImageCloneOperator.Api.Tests.Validation;

public sealed class BackupPolicyValidationTests
{
    [Theory]
    [InlineData("{target: {registry: localhost}}")]
    [InlineData("{target: {registry: '[::1]:5000'}}")]
    [InlineData("{target: {registry: '10.0.0.1:443', repositoryPrefix: a/b-c/d__e.f}}")]
    [InlineData("{images: {include: ['*.gcr.io/team/**', '**/nginx', 'localhost:5000/*'], platforms: [linux/arm/v7, windows/amd64]}}")]
    [InlineData("{rewrite: {mode: Pod, imagePullSecrets: [{name: a}, {name: b}]}}")]
    [InlineData("{retention: {unusedFor: 0s}, verifyInterval: 1m, deletionProtection: {maxHold: 24h}}")]
    [InlineData("{namespaceSelector: {}, workloadSelector: {matchExpressions: [{key: example.com/a, operator: DoesNotExist}]}}")]
    public void Sensible_policy_is_accepted(string spec) => Assert.Empty(ObjectValidation.Validate(Manifest.Policy(spec)));

    [Fact]
    public void All_errors_are_told_at_once()
    {
        var policy = Manifest.Policy(
            "{target: {registry: https://a, repositoryPrefix: A}, verifyInterval: 1ms, images: {include: [nginx]}}");

        Assert.Equal(
            ["spec.images.include[0]", "spec.target.registry", "spec.target.repositoryPrefix", "spec.verifyInterval"],
            ObjectValidation.Validate(policy).Select(error => error.Field).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_name_that_cannot_be_a_label_is_refused()
    {
        var policy = Manifest.Policy("{}");
        policy.Metadata.Name = new('a', 64);

        var error = Assert.Single(ObjectValidation.Validate(policy));

        Assert.Equal("metadata.name", error.Field);
        Assert.Contains("63 characters", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_policy_lacks_only_its_registry() =>
        Assert.Equal("spec.target.registry", Assert.Single(ObjectValidation.Validate(new BackupPolicy())).Field);
}
