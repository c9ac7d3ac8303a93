using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ImageCloneOperator.Api.Schema;

namespace ImageCloneOperator.Generator.Schemas;

/// <summary>Puts what attributes and XML docs say into schemas.</summary>
internal static class SchemaAnnotations
{
    public static void AddOfType(JsonObject schema, JsonTypeInfo type)
    {
        if (XmlDocumentation.SummaryOf(type.Type) is { } summary) schema["description"] = summary;
        AddRequired(schema, type);
        AddRules(schema, type.Type.GetCustomAttributes<CelAttribute>());
    }

    public static void AddOfProperty(JsonObject schema, JsonPropertyInfo property, JsonTypeInfo type)
    {
        if (property.AttributeProvider is not PropertyInfo member) return;

        if (XmlDocumentation.SummaryOf(member) is { } summary) schema["description"] = summary;
        foreach (var attribute in member.GetCustomAttributes()) Add(schema, attribute);
        if (member.IsDefined(typeof(ServerDefaultAttribute))) schema["default"] = DefaultOf(member, type);
        AddRules(schema, member.GetCustomAttributes<CelAttribute>());
    }

    private static void Add(JsonObject schema, Attribute attribute)
    {
        switch (attribute)
        {
            case PatternAttribute pattern: schema["pattern"] = pattern.Expression; break;
            case RangeAttribute range: AddRange(schema, range); break;
            case SizeAttribute size: AddSize(schema, size); break;
            case ItemsAttribute items: AddItems(schema["items"]!.AsObject(), items); break;
            case ListSetAttribute: schema["x-kubernetes-list-type"] = "set"; break;
            case ListMapAttribute map: AddListMap(schema, map); break;
            case DurationRangeAttribute range: AddRules(schema, [RuleOf(range)]); break;
        }
    }

    private static void AddRequired(JsonObject schema, JsonTypeInfo type)
    {
        var names = type.Properties
            .Where(
                property => property.IsRequired || property.AttributeProvider?.IsDefined(typeof(RequiredAttribute), inherit: true) == true)
            .Select(property => property.Name)
            .ToList();
        if (names.Count > 0) schema["required"] = Array(names.Order(StringComparer.Ordinal));
    }

    private static void AddRules(JsonObject schema, IEnumerable<CelAttribute> rules)
    {
        foreach (var rule in rules)
        {
            if (schema["x-kubernetes-validations"] is not JsonArray list) schema["x-kubernetes-validations"] = list = [];
            list.Add(new JsonObject { ["rule"] = rule.Rule, ["message"] = rule.Message });
        }
    }

    /// <summary>The largest values of the type say nothing that its format does not.</summary>
    private static void AddRange(JsonObject schema, RangeAttribute range)
    {
        schema["minimum"] = Convert.ToInt64(range.Minimum);
        if (range.Maximum is int maximum and not int.MaxValue) schema["maximum"] = maximum;
    }

    private static void AddSize(JsonObject schema, SizeAttribute size)
    {
        var unit = schema["type"]?.GetValue<string>() == "array" ? "Items" : "Length";
        if (size.Min > 0) schema["min" + unit] = size.Min;
        if (size.Max > 0) schema["max" + unit] = size.Max;
    }

    private static void AddItems(JsonObject items, ItemsAttribute bounds)
    {
        if (bounds.MaxLength > 0) items["maxLength"] = bounds.MaxLength;
        if (bounds.MinLength > 0) items["minLength"] = bounds.MinLength;
        if (bounds.Pattern is not null) items["pattern"] = bounds.Pattern;
    }

    private static void AddListMap(JsonObject schema, ListMapAttribute map)
    {
        schema["x-kubernetes-list-type"] = "map";
        schema["x-kubernetes-list-map-keys"] = Array(map.Keys);
    }

    private static CelAttribute RuleOf(DurationRangeAttribute range) => new(
        $"duration(self) >= duration('{range.Minimum}') && duration(self) <= duration('{range.Maximum}')",
        $"must be a duration between {range.Minimum} and {range.Maximum}");

    /// <summary>An object's default is empty: the API server fills it in from the defaults of its fields.</summary>
    private static JsonNode? DefaultOf(PropertyInfo member, JsonTypeInfo type)
    {
        var value = member.GetValue(Activator.CreateInstance(member.DeclaringType!));
        return JsonSerializer.SerializeToNode(value, type) is var node and not JsonObject ? node : new JsonObject();
    }

    private static JsonArray Array(IEnumerable<string> values) => new([.. values.Select(value => JsonValue.Create(value))]);
}
