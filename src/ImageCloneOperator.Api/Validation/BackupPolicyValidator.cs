using FluentValidation;
using ImageCloneOperator.Api.Policies;

namespace ImageCloneOperator.Api.Validation;

internal sealed class BackupPolicyValidator : AbstractValidator<BackupPolicy>
{
    public BackupPolicyValidator()
    {
        RuleFor(policy => policy.Metadata.Name).MaximumLength(Grammar.PolicyNameMaxLength).WithMessage(BackupPolicy.NameIsLabelValue);
        RuleFor(policy => policy.Spec).SetValidator(new BackupPolicySpecValidator());
    }
}
