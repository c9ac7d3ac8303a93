using ImageCloneOperator.Api.Policies.PullSecrets;
using ImageCloneOperator.Api.Validation.Rules;

namespace ImageCloneOperator.Api.Validation.Policies;

internal sealed class PodPullSecretValidator : SchemaValidator<PodPullSecret>
{
    public PodPullSecretValidator()
    {
        RuleFor(pullSecret => pullSecret.SecretRef).SetValidator(new SchemaValidator<SecretReference>());
    }
}
