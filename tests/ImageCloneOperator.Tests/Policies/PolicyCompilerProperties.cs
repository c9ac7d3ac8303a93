using FsCheck;
using FsCheck.Fluent;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Api.Validation;
using ImageCloneOperator.Core.Rules;
using ImageCloneOperator.Policies.Compilation;

namespace ImageCloneOperator.Tests.Policies;

public sealed class PolicyCompilerProperties
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(5000);

    // Words of near misses, put together at random: each rule of either side is met from both of its sides.
    private static readonly Gen<string> Hosts = Words(
        "r", ".io", ":", "5000", "0", "65536", "localhost", "A", "-", ".", "[", "]", "::1", "fe80::1", "1.2.3.4", "1:2", "_", "docker",
        "index.docker.io", new('x', 99));

    private static readonly Gen<string> Prefixes = Words("a", "b", "/", "-", "--", "_", "__", "___", ".", "..", "A", ":", new('p', 60));

    private static readonly Gen<string> Globs = Words(
        "*", "**", "***", "/", "//", "docker.io", "index.docker.io", "registry-1.docker.io", "a", "B", ":", "5000", "[", "]", "?", "-", "_",
        ".", "library", new('g', 100));

    private static readonly Gen<string> Tags = Words("*", "**", "a", "B", "1", ".", "-", "_", "/", ":", "+", new('t', 60));

    private static readonly Gen<string> Platforms = Words("linux", "amd64", "arm", "v7", "/", "_", ".", ":", "10.0", "A", "-");

    private static readonly Arbitrary<BackupPolicySpec> Specs = (
        from registry in OneOrDefault(Hosts, "r.io")
        from prefix in Prefixes.OrNull()
        from include in OneOrDefault(Globs, "**")
        from tag in OneOrDefault(Tags, "latest")
        from image in OneOrDefault(Globs, "**")
        from platform in OneOrDefault(Platforms, "linux/amd64")
        select new BackupPolicySpec
        {
            Target = new BackupTarget { Registry = registry, RepositoryPrefix = prefix },
            Images = new ImageSelection { Include = [include], Platforms = [platform] },
            TagRules = [new TagRule { Tags = [tag], Images = [image], Recopy = RecopyMode.Always }],
        }).ToArbitrary();

    [Fact]
    public void Policy_accepted_by_validators_compiles()
    {
        var accepted = 0;
        Prop.ForAll(Specs, spec =>
        {
            var policy = new BackupPolicy { Metadata = { Name = "p" }, Spec = spec };
            if (ObjectValidation.Validate(policy).Count > 0) return true;
            accepted++;
            return PolicyCompiler.TryCompile(policy, out _, out _);
        }).Check(Many);

        Assert.True(accepted > 100, $"only {accepted} policies were accepted: the words make too few good ones");
    }

    private static Gen<string> Words(params string[] words) =>
        from count in Gen.Choose(1, 5)
        from parts in Gen.Elements(words).ListOf(count)
        select string.Concat(parts);

    private static Gen<string> OneOrDefault(Gen<string> items, string fallback) => Gen.Frequency((1, items), (3, Gen.Constant(fallback)));
}
