using System.Text.Json;

namespace ImageCloneOperator.Webhooks.Admission;

internal static class JsonElements
{
    /// <summary>The value under a path of names; Undefined where a name is missing or what it is in is no object.</summary>
    public static JsonElement At(this JsonElement element, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element)) return default;
        }

        return element;
    }

    public static bool IsMissing(this JsonElement element) => element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    public static bool IsSameAs(this JsonElement element, JsonElement other) =>
        element.IsMissing() || other.IsMissing() ? element.IsMissing() && other.IsMissing() : JsonElement.DeepEquals(element, other);
}
