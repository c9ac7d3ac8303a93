using FluentValidation;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Api.Policies.Limits;
using ImageCloneOperator.Api.Policies.PullSecrets;
using ImageCloneOperator.Api.Validation.Policies;
using ImageCloneOperator.Api.Validation.Rules;

namespace ImageCloneOperator.Api.Validation;

internal sealed class BackupPolicySpecValidator : SchemaValidator<BackupPolicySpec>
{
    public BackupPolicySpecValidator()
    {
        RuleFor(spec => spec.Target).SetValidator(new BackupTargetValidator());
        RuleFor(spec => spec.NamespaceSelector!).SetValidator(new LabelSelectorValidator());
        RuleFor(spec => spec.WorkloadSelector!).SetValidator(new LabelSelectorValidator());
        RuleForEach(spec => spec.AdditionalWorkloads).SetValidator(new AdditionalWorkloadValidator());
        RuleFor(spec => spec.Images).SetValidator(new ImageSelectionValidator());
        RuleForEach(spec => spec.TagRules).SetValidator(new TagRuleValidator());
        RuleFor(spec => spec.Sources).SetValidator(new ImageSourcesValidator());
        RuleFor(spec => spec.Limits).SetValidator(new SchemaValidator<BackupLimits>());
        RuleFor(spec => spec.DeletionProtection).SetValidator(new SchemaValidator<DeletionProtection>());
        RuleFor(spec => spec.Rewrite).SetValidator(new ImageRewriteValidator());
        RuleFor(spec => spec.Rewrite.PullSecret)
            .Must((spec, pullSecret) => pullSecret?.SecretRef is null || pullSecret.SecretRef != spec.Target.SecretRef)
            .When(spec => spec is { Rewrite: not null, Target: not null })
            .WithMessage(PodPullSecret.NotThePushSecret);
        RuleFor(spec => spec.Catalog).SetValidator(new SchemaValidator<BackupCatalog>());
        RuleFor(spec => spec.Retention).SetValidator(new SchemaValidator<BackupRetention>());
    }
}
