using FluentValidation;
using ImageCloneOperator.Api.Validation.Rules;
using ImageCloneOperator.Kubernetes.Entities;

namespace ImageCloneOperator.Api.Validation;

/// <summary>The API server takes any selector in a custom resource; one that is malformed would silently select nothing.</summary>
internal sealed class LabelSelectorValidator : AbstractValidator<LabelSelector>
{
    public LabelSelectorValidator()
    {
        RuleFor(selector => selector.MatchLabels!).Custom((labels, context) =>
        {
            foreach (var (key, value) in labels ?? [])
            {
                if (LabelRules.KeyError(key) is { } keyError) context.AddFailure(keyError);
                if (LabelRules.ValueError(value) is { } valueError) context.AddFailure(valueError);
            }
        });
        RuleForEach(selector => selector.MatchExpressions).SetValidator(new LabelSelectorRequirementValidator());
    }
}
