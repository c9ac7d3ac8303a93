using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Api.Validation.Rules;

namespace ImageCloneOperator.Api.Validation.Policies;

internal sealed class TagRuleValidator : SchemaValidator<TagRule>
{
    public TagRuleValidator()
    {
        RuleForEach(rule => rule.Tags).HasKnownWildcards();
        RuleForEach(rule => rule.Images).CanMatchRepository();
    }
}
