using FluentValidation;
using ImageCloneOperator.Api.Backups;

namespace ImageCloneOperator.Api.Validation;

internal sealed class ImageBackupValidator : AbstractValidator<ImageBackup>
{
    public ImageBackupValidator() => RuleFor(backup => backup.Spec).SetValidator(new ImageBackupSpecValidator());
}
