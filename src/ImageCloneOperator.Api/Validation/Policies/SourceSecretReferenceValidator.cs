using ImageCloneOperator.Api.Validation.Rules;

namespace ImageCloneOperator.Api.Validation.Policies;

internal sealed class SourceSecretReferenceValidator : SchemaValidator<SourceSecretReference>
{
    public SourceSecretReferenceValidator() => RuleFor(secret => secret.Namespaces!).SetValidator(new LabelSelectorValidator());
}
