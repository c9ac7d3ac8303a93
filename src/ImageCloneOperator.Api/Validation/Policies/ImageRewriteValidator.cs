using FluentValidation;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Api.Validation.Rules;
using ImageCloneOperator.Core.Policies;

namespace ImageCloneOperator.Api.Validation.Policies;

internal sealed class ImageRewriteValidator : SchemaValidator<ImageRewrite>
{
    public ImageRewriteValidator()
    {
        RuleFor(rewrite => rewrite.ImagePullSecrets)
            .Empty()
            .When(rewrite => rewrite.Mode != RewriteMode.Pod)
            .WithMessage(ImageRewrite.SecretsNeedModePod);
        RuleForEach(rewrite => rewrite.ImagePullSecrets).SetValidator(new SchemaValidator<LocalSecretReference>());
        RuleFor(rewrite => rewrite.PullSecret)
            .Null()
            .When(rewrite => rewrite.Mode == RewriteMode.None)
            .WithMessage(ImageRewrite.PullSecretNeedsMode);
        RuleFor(rewrite => rewrite.PullSecret!).SetValidator(new PodPullSecretValidator());
        RuleFor(rewrite => rewrite.SourceCheck).SetValidator(new SchemaValidator<SourceCheck>());
    }
}
