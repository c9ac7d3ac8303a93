using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Api.Validation.Rules;

namespace ImageCloneOperator.Api.Validation.Policies;

internal sealed class ImageSelectionValidator : SchemaValidator<ImageSelection>
{
    public ImageSelectionValidator()
    {
        RuleForEach(images => images.Include).CanMatchRepository();
        RuleForEach(images => images.Exclude).CanMatchRepository();
    }
}
