using ImageCloneOperator.Core.Backups;

namespace ImageCloneOperator.Core.Tests.Backups;

public sealed class CopyAccessTests
{
    private static readonly CopyAccess AAndB = new() { Namespaces = ["a", "b"] };

    [Fact]
    public void Image_that_is_given_to_all_is_everybodys() =>
        Assert.Equal(CopyAccess.Everybodys, AAndB.After(Round(AccessAnswer.Given)));

    [Fact]
    public void Namespace_that_is_refused_loses_its_right_while_another_is_given_the_image()
    {
        var after = AAndB.After(Round(AccessAnswer.Refused, ("a", AccessAnswer.Given), ("b", AccessAnswer.Refused)));

        Assert.Equal(new CopyAccess { Namespaces = ["a"], Refused = ["b"] }, after);
        Assert.Equal(
            (AccessAnswer.Given, AccessAnswer.Refused, AccessAnswer.Unknown), (after.For("a"), after.For("b"), after.For("c")));
    }

    [Fact]
    public void Rights_stay_when_the_source_gives_the_image_to_nobody_any_more() =>
        Assert.Equal(AAndB, AAndB.After(Round(AccessAnswer.Refused, ("a", AccessAnswer.Refused), ("b", AccessAnswer.Refused))));

    [Fact]
    public void Everybodys_image_stays_so_when_the_source_gives_it_to_nobody_any_more() =>
        Assert.Equal(CopyAccess.Everybodys, CopyAccess.Everybodys.After(Round(AccessAnswer.Refused, ("a", AccessAnswer.Refused))));

    [Fact]
    public void Everybodys_image_becomes_private_when_the_operator_alone_is_given_it() => Assert.Equal(
        new CopyAccess { Refused = ["a"] },
        CopyAccess.Everybodys.After(Round(AccessAnswer.Refused, ("a", AccessAnswer.Refused)) with { Operator = AccessAnswer.Given }));

    [Fact]
    public void Source_without_an_answer_changes_nothing()
    {
        var silence = Round(AccessAnswer.Unknown, ("a", AccessAnswer.Unknown), ("c", AccessAnswer.Unknown));

        Assert.Equal(AAndB, AAndB.After(silence));
        Assert.Equal(CopyAccess.Everybodys, CopyAccess.Everybodys.After(silence));
        Assert.Equal(CopyAccess.Unknown, CopyAccess.Unknown.After(silence));
    }

    [Fact]
    public void Namespace_that_never_had_a_right_is_refused_though_the_source_gives_the_image_to_nobody() =>
        Assert.Equal(
            new CopyAccess { Refused = ["c"] },
            CopyAccess.Unknown.After(Round(AccessAnswer.Refused, ("c", AccessAnswer.Refused))));

    [Fact]
    public void Namespace_that_no_longer_uses_the_image_is_forgotten_by_a_whole_round_and_kept_by_another()
    {
        var round = Round(AccessAnswer.Refused, ("a", AccessAnswer.Given));

        Assert.Equal(["a"], AAndB.After(round).Namespaces);
        Assert.Equal(["a", "b"], AAndB.After(round with { IsWhole = false }).Namespaces);
    }

    [Fact]
    public void Kept_namespaces_are_bounded()
    {
        var many = Enumerable.Range(0, CopyAccess.MaxNamespaces + 1).Select(i => ($"n{i:d4}", AccessAnswer.Given));

        Assert.Equal(CopyAccess.MaxNamespaces, CopyAccess.Unknown.After(Round(AccessAnswer.Refused, [.. many])).Namespaces.Count);
    }

    private static AccessRound Round(AccessAnswer everybody, params (string Namespace, AccessAnswer Answer)[] asked) =>
        new(everybody, asked.ToDictionary(each => each.Namespace, each => each.Answer, StringComparer.Ordinal)) { IsWhole = true };
}
