using FluentValidation;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Api.Validation.Rules;
using ImageCloneOperator.Core.Credentials.Clouds;

namespace ImageCloneOperator.Api.Validation.Policies;

internal sealed class BackupTargetValidator : SchemaValidator<BackupTarget>
{
    public BackupTargetValidator()
    {
        RuleFor(target => target.Registry).IsRegistry();
        RuleFor(target => target.RepositoryPrefix!)
            .Must(prefix => Patterns.IsMatch(Grammar.RepositoryPrefix, prefix))
            .When(target => target.RepositoryPrefix is not null)
            .WithMessage(target => $"'{target.RepositoryPrefix}' is not allowed: {Grammar.RepositoryPrefixHint}");
        RuleFor(target => target.RepositoryPrefix)
            .Must((target, prefix) => target.Registry.Length + prefix!.Length <= Grammar.TargetMaxLength)
            .When(target => target.RepositoryPrefix is not null)
            .WithMessage($"is too long: registry and repositoryPrefix may have {Grammar.TargetMaxLength} characters "
                + "together, which leaves room for the images' own names");
        RuleFor(target => target.Registry)
            .MaximumLength(Grammar.TargetMaxLength)
            .WithMessage(
                $"is too long: a target may have {Grammar.TargetMaxLength} characters, which leaves room for the images' own names");
        RuleFor(target => target.CaSecretRef).Null().When(target => target.PlainHttp).WithMessage(BackupTarget.NoAuthoritiesForHttp);
        RuleFor(target => target.CreateRepositories)
            .Null()
            .When(target => !CloudHost.IsEcr(target.Registry, target.Provider))
            .WithMessage(BackupTarget.NoRepositoriesElsewhere);
        RuleFor(target => target.CreateRepositories!).SetValidator(new RepositoryCreationValidator());
        RuleFor(target => target.SecretRef!).SetValidator(new SchemaValidator<SecretReference>());
        RuleFor(target => target.CaSecretRef!).SetValidator(new SchemaValidator<CaSecretReference>());
    }
}
