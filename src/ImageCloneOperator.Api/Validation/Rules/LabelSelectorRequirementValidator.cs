using FluentValidation;
using k8s.Models;

namespace ImageCloneOperator.Api.Validation.Rules;

internal sealed class LabelSelectorRequirementValidator : AbstractValidator<V1LabelSelectorRequirement>
{
    private static readonly string[] WithValues = ["In", "NotIn"];
    private static readonly string[] Operators = [.. WithValues, "Exists", "DoesNotExist"];

    public LabelSelectorRequirementValidator()
    {
        RuleFor(requirement => requirement.Key).Custom((key, context) =>
        {
            if (LabelRules.KeyError(key ?? "") is { } error) context.AddFailure(error);
        });
        RuleFor(requirement => requirement.OperatorProperty)
            .Must(value => Operators.Contains(value, StringComparer.Ordinal))
            .OverridePropertyName("operator")
            .WithMessage($"must be one of {string.Join(", ", Operators)}");
        RuleFor(requirement => requirement.Values).NotEmpty().When(NeedsValues).WithMessage("In and NotIn need at least one value");
        RuleFor(requirement => requirement.Values)
            .Empty()
            .Unless(NeedsValues)
            .WithMessage("Exists and DoesNotExist take no values: leave them out");
        RuleForEach(requirement => requirement.Values).Custom((value, context) =>
        {
            if (LabelRules.ValueError(value ?? "") is { } error) context.AddFailure(error);
        });
    }

    private static bool NeedsValues(V1LabelSelectorRequirement requirement) =>
        WithValues.Contains(requirement.OperatorProperty, StringComparer.Ordinal);
}
