using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Schemas.Definitions;

namespace ImageCloneOperator.Testing.KubeApi.Schemas;

/// <summary>A <c>metav1.LabelSelector</c> against labels.</summary>
internal static class LabelMatch
{
    public static bool Matches(JsonObject selector, JsonObject? labels) =>
        (selector.Object("matchLabels") ?? []).All(label => labels.Text(label.Key) == label.Value.Text())
        && selector.Objects("matchExpressions").All(expression => Holds(expression, labels));

    private static bool Holds(JsonObject expression, JsonObject? labels)
    {
        var value = labels.Text(expression.Text("key") ?? "");
        return expression.Text("operator") switch
        {
            "In" => value is not null && expression.Strings("values").Contains(value),
            "NotIn" => value is null || !expression.Strings("values").Contains(value),
            "Exists" => value is not null,
            "DoesNotExist" => value is null,
            _ => false,
        };
    }
}
