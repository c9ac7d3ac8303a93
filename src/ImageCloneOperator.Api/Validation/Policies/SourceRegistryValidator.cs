using FluentValidation;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Api.Validation.Rules;

namespace ImageCloneOperator.Api.Validation.Policies;

internal sealed class SourceRegistryValidator : SchemaValidator<SourceRegistry>
{
    public SourceRegistryValidator()
    {
        RuleFor(registry => registry.Host).HasPossiblePort();
        RuleFor(registry => registry.Mirror).HasPossiblePort();
        RuleFor(registry => registry.Mirror)
            .NotEqual(registry => registry.Host)
            .When(registry => registry.Mirror is not null)
            .WithMessage("is the registry itself: name another one, or leave mirror out");
        RuleFor(registry => registry.CaSecretRef).Null()
            .When(registry => registry.PlainHttp)
            .WithMessage(BackupTarget.NoAuthoritiesForHttp);
        RuleFor(registry => registry.CaSecretRef!).SetValidator(new SchemaValidator<CaSecretReference>());
    }
}
