using FluentValidation;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Validation.Rules;

namespace ImageCloneOperator.Api.Validation;

internal sealed class ImageBackupSpecValidator : SchemaValidator<ImageBackupSpec>
{
    public ImageBackupSpecValidator()
    {
        RuleFor(spec => spec.Source).Must(HasNoScheme).WithMessage(ImageBackupSpec.NoScheme);
        RuleFor(spec => spec.Target).Must(HasNoScheme).WithMessage(ImageBackupSpec.NoScheme);
        RuleForEach(spec => spec.PullSecrets).SetValidator(new SchemaValidator<PullSecretReference>());
    }

    private static bool HasNoScheme(string image) => !image.Contains("://", StringComparison.Ordinal);
}
