using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Api.Validation.Rules;

namespace ImageCloneOperator.Api.Validation.Policies;

internal sealed class ImageSourcesValidator : SchemaValidator<ImageSources>
{
    public ImageSourcesValidator()
    {
        RuleForEach(sources => sources.SecretRefs).SetValidator(new SourceSecretReferenceValidator());
        RuleForEach(sources => sources.Registries).SetValidator(new SourceRegistryValidator());
    }
}
