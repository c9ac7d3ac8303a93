using ImageCloneOperator.Api.Policies;

namespace ImageCloneOperator.Api.Validation;

internal sealed class ImageSourcesValidator : SchemaValidator<ImageSources>
{
    public ImageSourcesValidator()
    {
        RuleForEach(sources => sources.SecretRefs).SetValidator(new SchemaValidator<SecretReference>());
        RuleForEach(sources => sources.Registries).SetValidator(new SourceRegistryValidator());
    }
}
