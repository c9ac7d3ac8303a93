using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization.Metadata;
using ImageCloneOperator.Api.Schema;
using ImageCloneOperator.Kubernetes.Resources;

namespace ImageCloneOperator.Api.Validation.Rules;

/// <summary>The schema's rules, checked on a property's value; each finding says which item of a list it is about, if any.</summary>
internal static class SchemaRules
{
    public static IEnumerable<(string Item, string Message)> Check(JsonPropertyInfo property, object? value)
    {
        var attributes = property.AttributeProvider!.GetCustomAttributes(inherit: true).OfType<Attribute>().ToArray();
        if (value is null or "") return attributes.Any(IsRequiredText) ? [("", "is required" + HintOf(attributes))] : [];

        var own = attributes.Select(attribute => Check(attribute, value)).OfType<string>().Select(message => ("", message));
        return value is IList list ? own.Concat(Items(attributes, list)) : own.Concat(Enums("", value));
    }

    private static string? Check(Attribute attribute, object value) => (attribute, value) switch
    {
        (PatternAttribute pattern, string text) when !Patterns.IsMatch(pattern.Expression, text) =>
            $"'{text}' is not allowed: {pattern.Hint}",
        (SizeAttribute { Max: > 0 and var most }, string text) when text.Length > most =>
            $"has {text.Length} characters: at most {most} are allowed",
        (SizeAttribute { Max: > 0 and var most }, IList list) when list.Count > most =>
            $"has {list.Count} items: at most {most} are allowed",
        (SizeAttribute { Min: var least }, IList list) when list.Count < least => $"needs at least {least} item",
        (RangeAttribute range, int number) when !range.IsValid(number) =>
            $"{number} is not allowed: write a number from {range.Minimum} to {range.Maximum}",
        (DurationRangeAttribute range, Duration duration)
            when duration < Duration.Parse(range.Minimum) || duration > Duration.Parse(range.Maximum) =>
            $"{duration} is not allowed: write a duration from {range.Minimum} to {range.Maximum}",
        _ => null,
    };

    private static IEnumerable<(string Item, string Message)> Items(Attribute[] attributes, IList list)
    {
        var bounds = attributes.OfType<ItemsAttribute>().FirstOrDefault();
        var seen = new HashSet<object>();
        for (var index = 0; index < list.Count; index++)
        {
            var (item, path) = (list[index]!, $"[{index}]");
            if (bounds is not null && item is string text && Check(bounds, text) is { } message) yield return (path, message);
            foreach (var found in Enums(path, item)) yield return found;
            if (KeyOf(attributes, item) is { } key && !seen.Add(key)) yield return (path, $"'{key}' is there twice: name it once");
        }
    }

    private static string? Check(ItemsAttribute bounds, string text) =>
        bounds.MaxLength > 0 && text.Length > bounds.MaxLength ? $"has {text.Length} characters: at most {bounds.MaxLength} are allowed"
        : bounds.Pattern is not null && !Patterns.IsMatch(bounds.Pattern, text) ? $"'{text}' is not allowed: {bounds.Hint}"
        : null;

    private static IEnumerable<(string Item, string Message)> Enums(string path, object value) =>
        value is Enum && !Enum.IsDefined(value.GetType(), value)
            ? [(path, $"{value} is not allowed: write one of {string.Join(", ", Enum.GetNames(value.GetType()))}")]
            : [];

    /// <summary>What must be unique in the list: the item itself, or its key fields.</summary>
    private static object? KeyOf(Attribute[] attributes, object item) =>
        attributes.OfType<ListMapAttribute>().FirstOrDefault() is { } map
            ? string.Join('/', map.Keys.Select(key => JsonContracts.Field(item, key)))
        : attributes.OfType<ListSetAttribute>().Any() ? item
        : null;

    private static bool IsRequiredText(Attribute attribute) => attribute is RequiredAttribute;

    private static string HintOf(Attribute[] attributes) =>
        attributes.OfType<PatternAttribute>().FirstOrDefault() is { } pattern ? ": " + pattern.Hint : "";
}
