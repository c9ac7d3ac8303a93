using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Serialization;
using ImageCloneOperator.Api.Validation;
using ImageCloneOperator.Backups.Planning;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Manifests;
using ImageCloneOperator.Policies.Compilation;
using ImageCloneOperator.Webhooks.Admission;

namespace ImageCloneOperator.Webhooks.Objects;

/// <summary>All that is wrong with an object of ours as it was sent.</summary>
internal static class ObjectErrors
{
    public static IReadOnlyList<FieldProblem> OfPolicy(JsonElement sent) => Errors(sent, ApiJsonContext.Default.BackupPolicy, policy =>
    {
        PolicyCompiler.TryCompile(policy, out _, out var errors);
        return errors.Select(FieldProblem.Of);
    });

    /// <summary>What the target registry would refuse of a valid policy; null where nothing is known.</summary>
    public static string? WarningOfPolicy(JsonElement sent) =>
        PolicyCompiler.TryCompile(sent.Deserialize(ApiJsonContext.Default.BackupPolicy)!, out var policy, out _)
            ? policy.Target.Warning
            : null;

    /// <param name="sent">The object.</param>
    /// <param name="before">The backup that had its target first; null where none has.</param>
    public static IReadOnlyList<FieldProblem> OfBackup(
        JsonElement sent, Func<ImageBackup, ImageBackup?> before) => Errors(sent, ApiJsonContext.Default.ImageBackup, backup =>
    [
        .. ObjectValidation.Validate(backup).Select(error => new FieldProblem(error.Field, error.Message)),
        .. Reference("spec.source", backup.Spec.Source),
        .. Reference("spec.target", backup.Spec.Target),
        .. before(backup) is { } first
            ? [new FieldProblem("spec.target", TargetClaims.Refusal(backup, first))]
            : Array.Empty<FieldProblem>(),
    ]);

    private static List<FieldProblem> Errors<T>(JsonElement sent, JsonTypeInfo<T> type, Func<T, IEnumerable<FieldProblem>> validate)
        where T : class
    {
        if (sent.At("metadata").IsMissing()) return [new FieldProblem("metadata", "is required")];
        if (sent.At("spec").IsMissing()) return [new FieldProblem("spec", "is required")];
        // No list and no map of ours has a place for null, which the types cannot say.
        if (Nulls("spec", sent.At("spec")).ToList() is { Count: > 0 } nulls) return nulls;
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

    private static IEnumerable<FieldProblem> Nulls(string path, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(
            property => Nulls($"{path}.{property.Name}", property.Value, path.EndsWith(".matchLabels", StringComparison.Ordinal))),
        JsonValueKind.Array => value.EnumerateArray().Index().SelectMany(item => Nulls($"{path}[{item.Index}]", item.Item, isItem: true)),
        _ => [],
    };

    private static IEnumerable<FieldProblem> Nulls(string path, JsonElement value, bool isItem) =>
        isItem && value.ValueKind == JsonValueKind.Null
            ? [new FieldProblem(path, "null is not allowed here: write a value, or leave it out")]
            : Nulls(path, value);
}
