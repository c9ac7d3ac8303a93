using FsCheck;
using FsCheck.Fluent;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Targets;

namespace ImageCloneOperator.Core.Tests.Targets;

public sealed class TargetNamingProperties
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(2000);

    // The longest prefix leaves so little room that most generated names must be shortened.
    public static TheoryData<TargetLayout, string?> Targets() => new()
    {
        { TargetLayout.Nested, null },
        { TargetLayout.Flat, null },
        { TargetLayout.Nested, new string('p', 190) },
        { TargetLayout.Flat, new string('p', 190) },
    };

    [Theory]
    [MemberData(nameof(Targets))]
    public void Two_sources_share_a_name_only_when_they_fetch_the_same(TargetLayout layout, string? prefix)
    {
        var target = Target(layout, prefix);
        var seen = new Dictionary<ImageReference, (string, string)>();
        Prop.ForAll(Generators.References, source =>
        {
            var fetched = (source.Name, source.FetchKey);
            return seen.TryAdd(target.Locate(source), fetched) || seen[target.Locate(source)] == fetched;
        }).Check(Many);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Every_name_is_a_valid_reference_under_its_target(TargetLayout layout, string? prefix)
    {
        var target = Target(layout, prefix);
        Prop.ForAll(Generators.References, source =>
        {
            var located = target.Locate(source);
            return located == ImageReference.Parse(located.ToString()) && target.Contains(located);
        }).Check(Many);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_source_that_is_named_like_a_copy_does_not_collide_with_it(TargetLayout layout, string? prefix)
    {
        var target = Target(layout, prefix);
        var copied = ImageReference.Parse($"quay.io/{new string('x', 100)}/{new string('y', 140)}:1");
        var name = target.Locate(copied).Repository[(target.Prefix?.Length + 1 ?? 0)..];
        var mimic = ImageReference.Parse($"quay.io/{name["quay.io/".Length..]}:1");

        Assert.True(mimic == copied || target.Locate(mimic) != target.Locate(copied));
    }

    private static TargetRegistry Target(TargetLayout layout, string? prefix) =>
        TargetRegistry.TryCreate("r.io", prefix, layout, out var target, out var error) ? target : throw new FormatException(error);
}
