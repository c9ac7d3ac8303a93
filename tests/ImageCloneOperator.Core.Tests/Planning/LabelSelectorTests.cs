using ImageCloneOperator.Core.Rules;

namespace ImageCloneOperator.Core.Tests.Planning;

public sealed class LabelSelectorTests
{
    private static readonly Dictionary<string, string> Labels = new(StringComparer.Ordinal) { ["app"] = "web", ["tier"] = "" };

    [Theory]
    [InlineData("app", LabelOperator.In, "web,db", true)]
    [InlineData("app", LabelOperator.In, "db", false)]
    [InlineData("none", LabelOperator.In, "db", false)]
    [InlineData("app", LabelOperator.NotIn, "db", true)]
    [InlineData("app", LabelOperator.NotIn, "web", false)]
    [InlineData("none", LabelOperator.NotIn, "web", true)]
    [InlineData("tier", LabelOperator.Exists, "", true)]
    [InlineData("none", LabelOperator.Exists, "", false)]
    [InlineData("tier", LabelOperator.DoesNotExist, "", false)]
    [InlineData("none", LabelOperator.DoesNotExist, "", true)]
    public void A_requirement_holds_as_in_kubernetes(string key, LabelOperator op, string values, bool matches) =>
        Assert.Equal(matches, new LabelSelector([new LabelRequirement(key, op, values.Split(','))]).Matches(Labels));

    [Fact]
    public void All_requirements_must_hold_and_none_selects_everything()
    {
        var holds = new LabelRequirement("app", LabelOperator.Exists, []);
        var fails = new LabelRequirement("app", LabelOperator.DoesNotExist, []);

        Assert.False(new LabelSelector([holds, fails]).Matches(Labels));
        Assert.True(LabelSelector.Everything.Matches(Labels));
    }
}
