using System.Collections.ObjectModel;
using FluentValidation;
using k8s.Models;

namespace ImageCloneOperator.Api.Validation.Rules;

/// <summary>The API server takes any selector in a custom resource; one that is malformed would silently select nothing.</summary>
internal sealed class LabelSelectorValidator : AbstractValidator<V1LabelSelector>
{
    public LabelSelectorValidator()
    {
        RuleFor(selector => selector.MatchLabels).Custom((labels, context) =>
        {
            foreach (var (key, value) in labels ?? ReadOnlyDictionary<string, string>.Empty)
            {
                if (LabelRules.KeyError(key) is { } keyError) context.AddFailure(keyError);
                if (LabelRules.ValueError(value ?? "") is { } valueError) context.AddFailure(valueError);
            }
        });
        RuleForEach(selector => selector.MatchExpressions).SetValidator(new LabelSelectorRequirementValidator());
    }
}
