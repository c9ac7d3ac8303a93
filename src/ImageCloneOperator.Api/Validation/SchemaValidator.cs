using System.Reflection;
using FluentValidation;

namespace ImageCloneOperator.Api.Validation;

/// <summary>
/// Checks what the attributes of a type's properties say, so that validators and schema cannot differ. Topics add to it what takes
/// two fields.
/// </summary>
internal class SchemaValidator<T> : AbstractValidator<T>
{
    private static readonly PropertyInfo[] Properties = typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance);

    public SchemaValidator() => RuleFor(instance => instance).Custom((instance, context) =>
    {
        foreach (var property in Properties)
        {
            foreach (var (item, message) in SchemaRules.Check(property, property.GetValue(instance)))
            {
                context.AddFailure(property.Name + item, message);
            }
        }
    });
}
