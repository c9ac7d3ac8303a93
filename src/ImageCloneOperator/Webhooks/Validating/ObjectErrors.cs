using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Validation;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Planning;
using ImageCloneOperator.Webhooks.Admission;

namespace ImageCloneOperator.Webhooks.Validating;

/// <summary>All that is wrong with an object of ours as it was sent.</summary>
internal static class ObjectErrors
{
    public static IReadOnlyList<FieldProblem> OfPolicy(JsonElement sent) => Errors(sent, ApiJsonContext.Default.BackupPolicy, policy =>
    {
        PolicyCompiler.TryCompile(policy, out _, out var errors);
        return errors.Select(FieldProblem.Of);
    });

    public static IReadOnlyList<FieldProblem> OfBackup(JsonElement sent) => Errors(sent, ApiJsonContext.Default.ImageBackup, backup =>
    [
        .. ObjectValidation.Validate(backup).Select(error => new FieldProblem(error.Field, error.Message)),
        .. Reference("spec.source", backup.Spec.Source),
        .. Reference("spec.target", backup.Spec.Target),
    ]);

    private static List<FieldProblem> Errors<T>(JsonElement sent, JsonTypeInfo<T> type, Func<T, IEnumerable<FieldProblem>> validate)
        where T : class
    {
        if (sent.ValueKind != JsonValueKind.Object) return [new FieldProblem("object", "there is none")];
        // No list of ours has a place for null, which the types cannot say.
        if (NullItems("spec", sent.At("spec")).ToList() is { Count: > 0 } nulls) return nulls;
        try
        {
            return [.. validate(sent.Deserialize(type)!)];
        }
        catch (JsonException error)
        {
            return [FieldProblem.Of(JsonProblem.Describe(error, ""))];
        }
    }

    /// <summary>An empty one is the validators' to tell.</summary>
    private static IEnumerable<FieldProblem> Reference(string field, string image) =>
        image.Length == 0 || ImageReference.TryParse(image, out _, out var error) ? [] : [new FieldProblem(field, error)];

    private static IEnumerable<FieldProblem> NullItems(string path, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(property => NullItems($"{path}.{property.Name}", property.Value)),
        JsonValueKind.Array => value.EnumerateArray().Index().SelectMany(item => item.Item.ValueKind == JsonValueKind.Null
            ? [new FieldProblem($"{path}[{item.Index}]", "null is not allowed here: write a value, or leave the item out")]
            : NullItems($"{path}[{item.Index}]", item.Item)),
        _ => [],
    };
}
