using ImageCloneOperator.Api;
using ImageCloneOperator.Core.Credentials;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Credentials.Secrets;

namespace ImageCloneOperator.Credentials;

/// <summary>The content of the pull secrets that the operator keeps for pods: one credential for the copies of one policy.</summary>
internal sealed class PodPullCredentials(RegistryEndpointResolver resolver, SecretCache secrets)
{
    private const string Field = "spec.rewrite.pullSecret.secretRef";

    private static readonly ImageReference Any = ImageReference.Parse("imageclone.dev/access-check:probe");

    /// <returns>A Docker config, as kubelet takes it.</returns>
    /// <exception cref="RegistryConfigurationException">There is none that may be given to pods.</exception>
    public async Task<string> DockerConfigAsync(Policy policy, CancellationToken cancellationToken)
    {
        // A new credential is to be everywhere within a minute.
        secrets.Forget(resolver.Own(policy.PullSecret!));
        var found = await FindAsync(Field, policy.PullSecret!, policy, cancellationToken);
        var credential = found.FirstOrDefault(one => one is { Username.Length: > 0, Password.Length: > 0 }) ?? throw Problem(
            policy.PullSecret!, $"it has no user name and password for {policy.Target.Registry}, and kubelet takes nothing else");
        if (policy.TargetSecret is { } push
            && (await FindAsync("spec.target.secretRef", push, policy, cancellationToken)).Contains(credential))
        {
            throw Problem(policy.PullSecret!, "it has the credential that pushes (spec.target.secretRef): use one that can only read");
        }

        return DockerConfigWriter.Write(policy.Target.Registry, policy.Target.Prefix, credential);
    }

    private async Task<IReadOnlyList<RegistryCredential>> FindAsync(
        string field, SecretName secret, Policy policy, CancellationToken cancellationToken)
    {
        var entries = await resolver.EntriesAsync(field, secret, policy.Target.Registry, cancellationToken);
        return new CredentialKeyring(entries).Find(policy.Target.Registry, policy.Target.Locate(Any).Repository);
    }

    private RegistryConfigurationException Problem(SecretName secret, string problem) =>
        new(ConditionReasons.InvalidCredentials, $"{Field}: secret {resolver.Own(secret)}: {problem}");
}
