using System.Text.Json.Serialization.Metadata;
using FluentValidation;

namespace ImageCloneOperator.Api.Validation.Rules;

/// <summary>
/// Checks what the attributes of a type's properties say, so that validators and schema cannot differ. Topics add to it what takes
/// two fields.
/// </summary>
internal class SchemaValidator<T> : AbstractValidator<T>
    where T : notnull
{
    private static readonly IList<JsonPropertyInfo> Properties = JsonContracts.Of(typeof(T)).Properties;

    public SchemaValidator() => RuleFor(instance => instance).Custom((instance, context) =>
    {
        foreach (var property in Properties)
        {
            foreach (var (item, message) in SchemaRules.Check(property, property.Get!(instance)))
            {
                context.AddFailure(property.Name + item, message);
            }
        }
    });
}
