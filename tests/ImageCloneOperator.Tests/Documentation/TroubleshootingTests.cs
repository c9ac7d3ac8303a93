using System.Reflection;
using ImageCloneOperator.Api;

namespace ImageCloneOperator.Tests.Documentation;

public sealed class TroubleshootingTests
{
    private static readonly string[] Sections =
        File.ReadAllText(Checkout.PathOf("docs", "troubleshooting.md")).Split("\n### ");

    public static TheoryData<string> Reasons() =>
        [.. typeof(ConditionReasons).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!)];

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Every_reason_is_explained(string reason)
    {
        var section = Assert.Single(Sections, section => section.StartsWith($"{reason}\n", StringComparison.Ordinal));

        Assert.True(section.Length > reason.Length + 20, $"{reason} has a heading and no text");
    }
}
