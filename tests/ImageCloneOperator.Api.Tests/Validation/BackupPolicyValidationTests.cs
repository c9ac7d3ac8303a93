using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Api.Tests.Support;
using ImageCloneOperator.Api.Validation;

namespace ImageCloneOperator.Api.Tests.Validation;

public sealed class BackupPolicyValidationTests
{
    [Theory]
    [InlineData("{target: {}}", "spec.target.registry", "is required")]
    [InlineData("{target: {registry: https://registry.example.com}}", "spec.target.registry", "no scheme such as https://")]
    [InlineData("{target: {registry: registry.example.com/backups}}", "spec.target.registry", "that is repositoryPrefix")]
    [InlineData("{target: {registry: registry_1.example.com}}", "spec.target.registry", "write host[:port]")]
    [InlineData("{target: {registry: 'registry.example.com:70000'}}", "spec.target.registry", "from 1 to 65535")]
    [InlineData("{target: {registry: \"r.example.com\\n\"}}", "spec.target.registry", "write host[:port]")]
    [InlineData("{target: {registry: registry}}", "spec.target.registry", "write its full name, or its port, such as registry:443")]
    [InlineData("{target: {registry: '[1:2]'}}", "spec.target.registry", "no IPv6 address in brackets")]
    [InlineData("{target: {registry: r.io, repositoryPrefix: /backups}}", "spec.target.repositoryPrefix", "without a slash at either end")]
    [InlineData("{target: {registry: r.io, repositoryPrefix: Backups}}", "spec.target.repositoryPrefix", "lower-case")]
    [InlineData("{target: {registry: r.io, repositoryPrefix: ''}}", "spec.target.repositoryPrefix", "lower-case")]
    [InlineData("{target: {registry: r.io, layout: 9}}", "spec.target.layout", "one of Nested, Flat")]
    [InlineData("{target: {registry: r.io, plainHttp: true, caSecretRef: {name: ca}}}", "spec.target.caSecretRef", "exclude each other")]
    [InlineData("{target: {registry: r.io, caSecretRef: {name: ca, key: a/b}}}", "spec.target.caSecretRef.key", "such as ca.crt")]
    [InlineData("{target: {registry: r.io, secretRef: {}}}", "spec.target.secretRef.name", "is required")]
    [InlineData("{target: {registry: r.io, secretRef: {name: a, namespace: a.b}}}", "spec.target.secretRef.namespace", "a namespace's name")]
    [InlineData("{workloadKinds: []}", "spec.workloadKinds", "at least 1")]
    [InlineData("{workloadKinds: [Job, Job]}", "spec.workloadKinds[1]", "twice")]
    [InlineData("{images: {include: []}}", "spec.images.include", "at least 1")]
    [InlineData("{images: {include: [nginx]}}", "spec.images.include[0]", "docker.io/library/nginx")]
    [InlineData("{images: {exclude: ['quay.io/**', 'quay.io/a:1']}}", "spec.images.exclude[1]", "tags are for tagRules")]
    [InlineData("{images: {include: ['quay.io/***']}}", "spec.images.include[0]", "write * (within a part)")]
    [InlineData("{images: {include: ['quay.io//a']}}", "spec.images.include[0]", "an empty part")]
    [InlineData("{images: {include: ['index.docker.io/library/*']}}", "spec.images.include[0]", "write docker.io/library/*")]
    [InlineData("{images: {include: ['quay.io/Team/*']}}", "spec.images.include[0]", "lower-case")]
    [InlineData("{tagRules: [{tags: ['v1***'], recopy: Always}]}", "spec.tagRules[0].tags[0]", "write *")]
    [InlineData("{images: {exclude: ['quay.io/(a|b)']}}", "spec.images.exclude[0]", "write a glob")]
    [InlineData("{images: {platforms: [amd64]}}", "spec.images.platforms[0]", "os/arch[/variant]")]
    [InlineData("{images: {platforms: [linux/amd64, linux/amd64]}}", "spec.images.platforms[1]", "twice")]
    [InlineData("{tagRules: [{tags: [], recopy: Always}]}", "spec.tagRules[0].tags", "at least 1")]
    [InlineData("{tagRules: [{tags: ['v1 '], recopy: Always}]}", "spec.tagRules[0].tags[0]", "a glob on tags")]
    [InlineData("{tagRules: [{tags: [a], recopy: Always}, {tags: [b], recopy: Always, interval: 500ms}]}", "spec.tagRules[1].interval", "from 1s to 8760h")]
    [InlineData("{tagRules: [{tags: [a], recopy: Always, keepPrevious: 101}]}", "spec.tagRules[0].keepPrevious", "from 0 to 100")]
    [InlineData("{tagRules: [{tags: [a], recopy: Always, keepPrevious: -1}]}", "spec.tagRules[0].keepPrevious", "from 0 to 100")]
    [InlineData("{tagRules: [{tags: [a], recopy: Always, images: [app]}]}", "spec.tagRules[0].images[0]", "**/app")]
    [InlineData("{sources: {registries: [{host: a}, {host: b}, {host: a}]}}", "spec.sources.registries[2]", "twice")]
    [InlineData("{sources: {registries: [{host: 'https://a'}]}}", "spec.sources.registries[0].host", "write host[:port]")]
    [InlineData("{sources: {registries: [{host: a, mirror: a}]}}", "spec.sources.registries[0].mirror", "the registry itself")]
    [InlineData("{sources: {secretRefs: [{name: A}]}}", "spec.sources.secretRefs[0].name", "an object's name")]
    [InlineData("{deletionProtection: {maxHold: 48h}}", "spec.deletionProtection.maxHold", "from 1s to 24h")]
    [InlineData("{rewrite: {mode: Workload, imagePullSecrets: [{name: a}]}}", "spec.rewrite.imagePullSecrets", "need mode Pod")]
    [InlineData("{rewrite: {sourceCheck: {failureThreshold: 0}}}", "spec.rewrite.sourceCheck.failureThreshold", "from 1 to 100")]
    [InlineData("{verifyInterval: 10ms}", "spec.verifyInterval", "from 1s")]
    [InlineData("{namespaceSelector: {matchLabels: {a b: c}}}", "spec.namespaceSelector.matchLabels", "is no label")]
    [InlineData("{workloadSelector: {matchLabels: {a: -c}}}", "spec.workloadSelector.matchLabels", "is no label's value")]
    [InlineData("{workloadSelector: {matchExpressions: [{key: a, operator: In}]}}", "spec.workloadSelector.matchExpressions[0].values", "at least one")]
    [InlineData("{workloadSelector: {matchExpressions: [{key: a, operator: Exists, values: [b]}]}}", "spec.workloadSelector.matchExpressions[0].values", "take no values")]
    [InlineData("{workloadSelector: {matchExpressions: [{key: a, operator: Equals}]}}", "spec.workloadSelector.matchExpressions[0].operator", "one of In, NotIn")]
    public void A_wrong_field_is_named_with_the_way_out(string spec, string field, string message)
    {
        var error = Assert.Single(ObjectValidation.Validate(Manifest.Policy(spec)));

        Assert.Equal(field, error.Field);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

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
        var policy = Manifest.Policy("{target: {registry: https://a, repositoryPrefix: A}, verifyInterval: 1ms, images: {include: [nginx]}}");

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
