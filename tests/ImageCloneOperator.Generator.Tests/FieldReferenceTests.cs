using ImageCloneOperator.Generator.Schemas;
using ImageCloneOperator.Generator.Tests.Schemas;

namespace ImageCloneOperator.Generator.Tests;

public sealed class FieldReferenceTests
{
    private static readonly string Text = FieldReference.Of(CrdManifest.Of(WidgetJsonContext.Default.Widget));

    [Theory]
    [InlineData("| `spec.colour` | `Red`, `Blue` | `Red` |  | Its colour. |")]
    [InlineData("| `spec.size` | integer |  | required; 1 to 10 |  |")]
    [InlineData("| `spec.nickname` | string |  | 2 to 20 characters; `^[a-z]+$` |  |")]
    [InlineData("| `spec.interval` | duration | `15m` | must be a duration between 1m and 24h | How often. |")]
    [InlineData("| `spec.tags` | list of strings |  | at least 1 items; each `^x`; unique |  |")]
    [InlineData("| `spec.parts[].name` | string |  | required |  |")]
    [InlineData("| `spec.selector.matchLabels` | map of strings |  |  | Labels with the values that they must have. |")]
    [InlineData("| `status.since` | time |  |  |  |")]
    public void Every_field_has_its_row(string row) => Assert.Contains(row, Text.Split('\n'));

    [Fact]
    public void The_kind_says_where_it_is_served() =>
        Assert.Contains("`apiVersion: test.example.com/v1`, namespaced; kubectl also knows it as `wd`.", Text, StringComparison.Ordinal);
}
