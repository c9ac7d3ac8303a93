using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Schemas;
using ImageCloneOperator.Testing.KubeApi.Schemas.Definitions;

namespace ImageCloneOperator.Testing.KubeApi.Cel;

/// <summary><c>x-kubernetes-validations</c>: whether the rules of a schema compile, and whether an object keeps them.</summary>
public static class CelRules
{
    private static readonly string[] Reasons = ["FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"];

    /// <summary>What is wrong with the rules of one schema of a CRD (not of those below it).</summary>
    /// <param name="isResource">
    /// At the root of a kind and in embedded resources, rules also see apiVersion, kind, metadata.name and metadata.generateName.
    /// </param>
    public static IEnumerable<FieldError> Check(JsonObject schema, string path, bool isResource = false)
    {
        var rules = schema.Objects("x-kubernetes-validations").ToArray();
        if (rules.Length == 0) yield break;
        var self = SchemaParser.Parse(schema);
        if (isResource) self = AsResource(self);
        for (var i = 0; i < rules.Length; i++)
        {
            foreach (var error in Check(rules[i], self, $"{path}.x-kubernetes-validations[{i}]")) yield return error;
        }
    }

    /// <summary>The rules that an object breaks; <paramref name="old"/> is null on a create, when transition rules don't apply.</summary>
    public static IReadOnlyList<FieldError> Validate(Schema schema, JsonNode? node, JsonNode? old)
    {
        var errors = new List<FieldError>();
        Walk(schema, node, old, "", errors);
        return errors;
    }

    private static Schema AsResource(Schema self)
    {
        var text = new Schema { Type = SchemaType.String };
        var metadata = new Schema
        {
            Type = SchemaType.Object,
            Properties = new(StringComparer.Ordinal) { ["name"] = text, ["generateName"] = text },
        };
        return self with
        {
            Properties = new(self.Properties, StringComparer.Ordinal) { ["apiVersion"] = text, ["kind"] = text, ["metadata"] = metadata },
        };
    }

    private static IEnumerable<FieldError> Check(JsonObject rule, Schema self, string path)
    {
        var text = rule.Text("rule") ?? "";
        if (string.IsNullOrWhiteSpace(text)) yield return FieldError.Required(path + ".rule", "rule is not specified");
        else if (Problem(text, self, SchemaType.Boolean, "cel expression must evaluate to a bool") is { } problem)
            yield return FieldError.Invalid(path + ".rule", Shown(rule), problem);
        if (rule.Text("messageExpression") is { } message
            && Problem(message, self, SchemaType.String, "messageExpression must evaluate to a string") is { } bad)
        {
            yield return FieldError.Invalid(path + ".messageExpression", Shown(rule), bad);
        }

        if (rule.Flag("optionalOldSelf") == true)
            yield return FieldError.Invalid(path + ".optionalOldSelf", true, "this server has no optional values");
        if (rule.Text("reason") is { } reason && !Reasons.Contains(reason))
            yield return FieldError.NotSupported(path + ".reason", reason, Reasons);
        if (rule.Text("fieldPath") is { } field && Target(self, field) is null)
            yield return FieldError.Invalid(path + ".fieldPath", field, "must be a valid path");
    }

    // As Go prints the internal type.
    private static JsonObject Shown(JsonObject rule) => new()
    {
        ["Rule"] = rule.Text("rule") ?? "",
        ["Message"] = rule.Text("message") ?? "",
        ["MessageExpression"] = rule.Text("messageExpression") ?? "",
        ["Reason"] = rule.Text("reason"),
        ["FieldPath"] = rule.Text("fieldPath") ?? "",
    };

    private static string? Problem(string source, Schema self, SchemaType expected, string otherwise)
    {
        try
        {
            var type = CelProgram.Compile(source, self);
            return type == expected || type == SchemaType.Any ? null : otherwise;
        }
        catch (CelException problem)
        {
            return "compilation failed: " + problem.Message;
        }
    }

    private static Schema? Target(Schema self, string fieldPath) =>
        Steps(fieldPath).Aggregate(
            (Schema?)self, (schema, step) => schema?.Field(step) ?? (schema?.Items is null ? null : schema.Items.Field(step)));

    // ".spec.name" or ".map['key']"
    private static IEnumerable<string> Steps(string fieldPath) =>
        fieldPath.Split(['.', '[', ']'], StringSplitOptions.RemoveEmptyEntries).Select(step => step.Trim('\''));

    private static void Walk(Schema schema, JsonNode? node, JsonNode? old, string path, List<FieldError> errors)
    {
        if (node is null) return;
        foreach (var rule in schema.Rules)
        {
            if (Broken(rule, schema, node, old, path) is { } error) errors.Add(error);
        }

        if (node is JsonObject obj)
        {
            foreach (var (name, value) in obj)
            {
                if (schema.Field(name) is { } field) Walk(field, value, old.At(name), FieldPath.Child(path, name), errors);
            }
        }

        if (node is not JsonArray array || schema.Items is not { } items) return;
        for (var i = 0; i < array.Count; i++) Walk(items, array[i], Counterpart(schema, array[i], old), FieldPath.Index(path, i), errors);
    }

    // Items of a list are comparable with their past only when they have keys.
    private static JsonNode? Counterpart(Schema list, JsonNode? item, JsonNode? old) =>
        list.ListType == ListType.Map && old is JsonArray before
            ? before.FirstOrDefault(other => list.ListMapKeys.All(key => JsonQuery.Same(other.At(key), item.At(key))))
            : null;

    private static FieldError? Broken(CelRule rule, Schema schema, JsonNode node, JsonNode? old, string path)
    {
        var program = CelProgram.Parse(rule.Rule);
        if (program.UsesOldSelf && old is null) return null;
        var variables = Variables(schema, node, old);
        try
        {
            return Equals(program.Evaluate(variables), true) ? null : Error(rule, node, path, Message(rule, variables));
        }
        catch (CelException problem)
        {
            return FieldError.Invalid(path, JsonTypes.NameOf(node), $"{problem.Message} evaluating rule: {rule.Rule}");
        }
    }

    private static Dictionary<string, object?> Variables(Schema schema, JsonNode node, JsonNode? old) => new(StringComparer.Ordinal)
    {
        ["self"] = CelValues.From(node, schema),
        ["oldSelf"] = old is null ? null : CelValues.From(old, schema),
    };

    private static string Message(CelRule rule, Dictionary<string, object?> variables)
    {
        var fallback = rule.Message ?? "failed rule: " + rule.Rule.Trim();
        if (rule.MessageExpression is not { } expression) return fallback;
        try
        {
            return CelProgram.Parse(expression).Evaluate(variables) is string { Length: > 0 } text
                && !text.Contains('\n', StringComparison.Ordinal)
                ? text
                : fallback;
        }
        catch (CelException)
        {
            return fallback;
        }
    }

    private static FieldError Error(CelRule rule, JsonNode node, string path, string message)
    {
        var at = rule.FieldPath is { } field ? path + field : path;
        return rule.Reason switch
        {
            "FieldValueForbidden" => FieldError.Forbidden(at, message),
            "FieldValueRequired" => FieldError.Required(at, message),
            "FieldValueDuplicate" => FieldError.Duplicate(at, node),
            _ when node is JsonObject or JsonArray => new FieldError(at, FieldErrorType.Invalid, "Invalid value: " + message),
            _ => FieldError.Invalid(at, node, message),
        };
    }
}
