using FluentValidation;
using ImageCloneOperator.Api.Validation.Rules;
using ImageCloneOperator.Kubernetes.Entities;

namespace ImageCloneOperator.Api.Validation;

internal sealed class LabelSelectorRequirementValidator : AbstractValidator<LabelSelectorRequirement>
{
    private static readonly string[] WithValues = ["In", "NotIn"];
    private static readonly string[] Operators = [.. WithValues, "Exists", "DoesNotExist"];

    public LabelSelectorRequirementValidator()
    {
        RuleFor(requirement => requirement.Key).Custom((key, context) =>
        {
            if (LabelRules.KeyError(key) is { } error) context.AddFailure(error);
        });
        RuleFor(requirement => requirement.Operator)
            .Must(value => Operators.Contains(value, StringComparer.Ordinal))
            .WithMessage($"must be one of {string.Join(", ", Operators)}");
        RuleFor(requirement => requirement.Values).NotEmpty().When(NeedsValues).WithMessage("In and NotIn need at least one value");
        RuleFor(requirement => requirement.Values)
            .Empty()
            .Unless(NeedsValues)
            .WithMessage("Exists and DoesNotExist take no values: leave them out");
        RuleForEach(requirement => requirement.Values).Custom((value, context) =>
        {
            if (LabelRules.ValueError(value) is { } error) context.AddFailure(error);
        });
    }

    private static bool NeedsValues(LabelSelectorRequirement requirement) =>
        WithValues.Contains(requirement.Operator, StringComparer.Ordinal);
}
