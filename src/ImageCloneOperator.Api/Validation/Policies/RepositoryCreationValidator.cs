using System.Text.Json;
using FluentValidation;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Api.Validation.Rules;

namespace ImageCloneOperator.Api.Validation.Policies;

internal sealed class RepositoryCreationValidator : SchemaValidator<RepositoryCreation>
{
    public RepositoryCreationValidator()
    {
        RuleFor(creation => creation.Tags!)
            .Must(tags => tags.Count <= RepositoryCreation.MostTags)
            .WithMessage(creation => $"has {creation.Tags!.Count} tags: at most {RepositoryCreation.MostTags} are allowed")
            .Must(tags => tags.All(IsTag))
            .WithMessage(
                $"a tag's name may have 1 to {RepositoryCreation.TagKeyMaxLength} characters, "
                    + $"its value {RepositoryCreation.TagValueMaxLength}")
            .When(creation => creation.Tags is not null);
        RuleFor(creation => creation.LifecyclePolicy!)
            .Must(IsObject)
            .When(creation => creation.LifecyclePolicy is { Length: > 0 })
            .WithMessage("is no JSON object: write what aws ecr put-lifecycle-policy takes, such as {\"rules\": []}");
    }

    private static bool IsTag(KeyValuePair<string, string> tag) =>
        tag.Key.Length is > 0 and <= RepositoryCreation.TagKeyMaxLength && tag.Value.Length <= RepositoryCreation.TagValueMaxLength;

    private static bool IsObject(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
