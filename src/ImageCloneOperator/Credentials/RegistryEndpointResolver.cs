using System.Collections.ObjectModel;
using System.Text;
using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Core.Credentials;
using ImageCloneOperator.Core.Credentials.Clouds;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Credentials.CloudIdentity;
using ImageCloneOperator.Credentials.Plugins;
using ImageCloneOperator.Credentials.Repositories;
using ImageCloneOperator.Credentials.Secrets;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Registry;
using ImageCloneOperator.Workloads.Caching;
using k8s.Models;

namespace ImageCloneOperator.Credentials;

/// <summary>Gathers what a policy says about reaching registries: credentials, certificate authorities, plain HTTP, mirrors.</summary>
/// <param name="secrets">Those that policies and workloads name.</param>
/// <param name="clouds">The pod's identities.</param>
/// <param name="repositories">Makes repositories; null where nothing is pushed.</param>
/// <param name="plugins">The kubelet's.</param>
/// <param name="operatorNamespace">Where a policy's secrets are that name no namespace.</param>
internal sealed class RegistryEndpointResolver(
    SecretCache secrets, CloudIdentities clouds, EcrRepositories? repositories, CredentialPlugins plugins, string operatorNamespace)
{
    /// <summary>A user name and password without a registry must not be shown to whatever registry an image names.</summary>
    private const string? AnyRegistry = null;

    /// <summary>How many names of one namespace are looked up for one image: each is a question to the API server.</summary>
    private const int MaxPullSecrets = 100;

    /// <exception cref="RegistryConfigurationException">A secret that the policy names is missing or malformed.</exception>
    public async Task<RegistryEndpoint> TargetAsync(Policy policy, ImageReference image, CancellationToken cancellationToken)
    {
        var entries = policy.TargetSecret is { } secret
            ? await EntriesAsync("spec.target.secretRef", secret, policy.Target.Registry, cancellationToken)
            : [];
        var own = new CredentialChain(new KeyringProvider(entries), plugins);
        return (await TargetAsync(policy, image, own, cancellationToken)) with
        {
            MakeRepository = repositories is not null && policy.TargetNeedsRepositories
                ? token => repositories.MakeAsync(image.Registry, image.Repository, policy.NewRepositories, token)
                : null,
        };
    }

    /// <summary>The copy as the pods of workloads pull it, once for each login that some of them have.</summary>
    /// <inheritdoc cref="TargetAsync(Policy, ImageReference, CancellationToken)" path="/exception"/>
    public async Task<IReadOnlyList<PodAccess>> PodsAsync(
        Policy policy, IEnumerable<Workload> users, ImageReference copy, CancellationToken cancellationToken)
    {
        var found = new List<(IReadOnlyList<RegistryCredential> Credentials, PodAccess Access)>();
        foreach (var user in users)
        {
            var named = policy.PodPullSecrets.Select(name => new SecretName(user.Key.Namespace, name));
            // What the operator keeps in the namespace has this one's content.
            if (policy.PullSecret is { } managed) named = named.Append(Own(managed));
            var (entries, unusable) = (new List<CredentialEntry>(), new List<SecretName>());
            foreach (var name in named.Union(await PullSecretsAsync([user], cancellationToken)))
            {
                var read = await TryEntriesAsync(name, cancellationToken);
                entries.AddRange(read);
                if (read.Count == 0) unusable.Add(name);
            }

            var credentials = new CredentialKeyring(entries).Find(copy.Registry, copy.Repository);
            if (found.Exists(other => other.Credentials.SequenceEqual(credentials))) continue;
            var own = new CredentialChain(new KeyringProvider(entries), plugins);
            found.Add((credentials, new(await TargetAsync(policy, copy, own, cancellationToken), user.Key, unusable)));
        }

        return [.. found.Select(login => login.Access)];
    }

    private async Task<RegistryEndpoint> TargetAsync(
        Policy policy, ImageReference image, ICredentialProvider own, CancellationToken cancellationToken)
    {
        return new RegistryEndpoint(image, new CloudCredentials(own, clouds, ProviderOf))
        {
            Settings = new RegistryHostSettings
            {
                PlainHttp = policy.TargetPlainHttp,
                CertificateAuthorityPem = await AuthorityAsync("spec.target.caSecretRef", policy.TargetAuthority, cancellationToken),
            },
        };

        CloudProvider ProviderOf(string host) =>
            IsSame(host, policy.Target.Registry) ? policy.TargetProvider : CloudProvider.Auto;
    }

    /// <param name="users">
    /// The workloads that use the image: their pull secrets, and their ServiceAccounts', serve where the policy lets them.
    /// </param>
    /// <exception cref="RegistryConfigurationException">A secret that the policy names is missing or malformed.</exception>
    public async Task<RegistryEndpoint> SourceAsync(
        Policy policy, ImageBackup backup, IEnumerable<Workload> users, ImageReference image, CancellationToken cancellationToken)
    {
        var own = new KeyringProvider(await OwnEntriesAsync(policy, _ => true, cancellationToken));
        ICredentialProvider[] pullSecrets = policy.UseImagePullSecrets ? await PullSecretsAsync(backup, users, cancellationToken) : [];
        return await SourceAsync(policy, image, [own, .. pullSecrets], cancellationToken);
    }

    /// <summary>The source as one namespace may see it: with what the policy shares with it, and with its own pull secrets.</summary>
    /// <param name="ns">Null for what is shared with all that the policy selects, the identity of the operator's pod included.</param>
    /// <param name="users">The workloads of the namespace that use the image.</param>
    /// <inheritdoc cref="SourceAsync(Policy, ImageBackup, IEnumerable{Workload}, ImageReference, CancellationToken)"/>
    public async Task<RegistryEndpoint> SourceForAsync(
        Policy policy, NamespaceInfo? ns, IReadOnlyList<Workload> users, ImageReference image, CancellationToken cancellationToken)
    {
        var shared = await OwnEntriesAsync(policy, secret => secret.IsSharedWith(ns), cancellationToken);
        var own = policy.UseImagePullSecrets && users.Count > 0
            ? await TryEntriesAsync(await PullSecretsAsync(users, cancellationToken), cancellationToken)
            : [];
        return await SourceAsync(policy, image, [new KeyringProvider(shared), new KeyringProvider(own)], cancellationToken);
    }

    private async Task<RegistryEndpoint> SourceAsync(
        Policy policy, ImageReference image, IEnumerable<ICredentialProvider> secretsOf, CancellationToken cancellationToken)
    {
        return new RegistryEndpoint(image, new CloudCredentials(new CredentialChain([.. secretsOf, plugins]), clouds, ProviderOf))
        {
            Settings = await SettingsAsync(policy, image.Registry, cancellationToken),
        };

        CloudProvider ProviderOf(string host) =>
            policy.SourceRegistries.FirstOrDefault(registry => IsSame(registry.Host, host))?.Provider ?? CloudProvider.Auto;
    }

    /// <summary>Reads all that the policy names for its sources.</summary>
    /// <exception cref="RegistryConfigurationException">A secret is missing or malformed.</exception>
    public async Task CheckSourcesAsync(Policy policy, CancellationToken cancellationToken)
    {
        await OwnEntriesAsync(policy, _ => true, cancellationToken);
        foreach (var registry in policy.SourceRegistries) await SettingsAsync(policy, registry.Host, cancellationToken);
    }

    private async Task<List<CredentialEntry>> OwnEntriesAsync(
        Policy policy, Func<SourceSecret, bool> isWanted, CancellationToken cancellationToken)
    {
        var entries = new List<CredentialEntry>();
        foreach (var (i, secret) in policy.SourceSecrets.Index().Where(secret => isWanted(secret.Item)))
            entries.AddRange(await EntriesAsync($"spec.sources.secretRefs[{i}]", secret.Name, AnyRegistry, cancellationToken));
        return entries;
    }

    /// <summary>How a mirror is reached is said as for any other registry: by an entry of its own.</summary>
    private async Task<RegistryHostSettings> SettingsAsync(Policy policy, string host, CancellationToken cancellationToken)
    {
        var settings = await EntryAsync(policy, host, cancellationToken);
        if (settings.Mirror is not { Length: > 0 } mirror) return settings;
        var entry = await EntryAsync(policy, DockerHub.Normalize(mirror), cancellationToken);
        return settings with
        {
            Mirror = entry.PlainHttp ? $"http://{mirror}" : mirror,
            MirrorAllowsHttpStorage = entry.AllowHttpStorage,
            CertificateAuthorityPem = entry.CertificateAuthorityPem is { } more
                ? $"{settings.CertificateAuthorityPem}\n{more}"
                : settings.CertificateAuthorityPem,
        };
    }

    private async Task<RegistryHostSettings> EntryAsync(Policy policy, string host, CancellationToken cancellationToken)
    {
        foreach (var (i, registry) in policy.SourceRegistries.Index())
        {
            if (!IsSame(registry.Host, host)) continue;
            return new RegistryHostSettings
            {
                PlainHttp = registry.PlainHttp,
                CertificateAuthorityPem = await AuthorityAsync(
                    $"spec.sources.registries[{i}].caSecretRef", registry.Authority, cancellationToken),
                Mirror = registry.Mirror,
                AllowHttpStorage = registry.AllowHttpStorage,
            };
        }

        return RegistryHostSettings.Default;
    }

    /// <summary>Those of the workloads that use the image now come before those that the backup names for earlier ones.</summary>
    private async Task<ICredentialProvider[]> PullSecretsAsync(
        ImageBackup backup, IEnumerable<Workload> users, CancellationToken cancellationToken)
    {
        var namespaces = new List<IReadOnlyList<SecretName>>();
        foreach (var tenant in users.GroupBy(user => user.Key.Namespace, StringComparer.Ordinal))
            namespaces.Add(await PullSecretsAsync([.. tenant], cancellationToken));
        var named = backup.Spec.PullSecrets.Select(secret => new SecretName(secret.Namespace, secret.Name))
            .Except(namespaces.SelectMany(names => names));
        var entries = new List<IEnumerable<CredentialEntry>>();
        foreach (var names in namespaces) entries.Add(await TryEntriesAsync(names, cancellationToken));
        return [new TenantCredentials(entries), new KeyringProvider(await TryEntriesAsync(named, cancellationToken))];
    }

    /// <summary>The secrets of a namespace's workloads, and after them those of their ServiceAccounts.</summary>
    private async Task<IReadOnlyList<SecretName>> PullSecretsAsync(IReadOnlyList<Workload> users, CancellationToken cancellationToken)
    {
        var names = users.SelectMany(user => user.PullSecrets).Distinct().Take(MaxPullSecrets).ToList();
        foreach (var name in users.Select(user => user.ServiceAccount).Distinct(StringComparer.Ordinal).Take(MaxPullSecrets))
        {
            var account = new SecretName(users[0].Key.Namespace, name);
            var found = await secrets.ServiceAccountAsync(account, cancellationToken);
            names.AddRange(WorkloadReader.PullSecrets(account.Namespace, found?.ImagePullSecrets).Take(MaxPullSecrets));
        }

        return [.. names.Distinct()];
    }

    /// <exception cref="RegistryConfigurationException">The secret is missing or malformed.</exception>
    public async Task<IReadOnlyList<CredentialEntry>> EntriesAsync(
        string field, SecretName reference, string? registry, CancellationToken cancellationToken)
    {
        var name = Own(reference);
        var secret = await RequireAsync(field, name, cancellationToken);
        return SecretParser.TryParse(secret.Type, Data(secret), registry, out var entries, out var error)
            ? entries
            : throw new RegistryConfigurationException(
                ConditionReasons.InvalidCredentials, $"{field}: secret {name.Namespace}/{name.Name}: {error}");
    }

    private async Task<IEnumerable<CredentialEntry>> TryEntriesAsync(IEnumerable<SecretName> names, CancellationToken cancellationToken)
    {
        var entries = new List<CredentialEntry>();
        foreach (var name in names) entries.AddRange(await TryEntriesAsync(name, cancellationToken));
        return entries;
    }

    /// <summary>A workload's own pull secret may be missing, unreadable or malformed, as kubelet too goes on without it.</summary>
    private async Task<IReadOnlyList<CredentialEntry>> TryEntriesAsync(SecretName name, CancellationToken cancellationToken)
    {
        try
        {
            var secret = await secrets.SecretAsync(name, cancellationToken);
            return secret is not null && SecretParser.TryParse(secret.Type, Data(secret), AnyRegistry, out var entries, out _)
                ? entries
                : [];
        }
        catch (KubernetesApiException forbidden) when (forbidden.IsForbidden)
        {
            return [];
        }
    }

    private async Task<string?> AuthorityAsync(string field, CertificateAuthoritySecret? reference, CancellationToken cancellationToken)
    {
        if (reference is null) return null;
        var name = Own(new SecretName("", reference.Name));
        var secret = await RequireAsync(field, name, cancellationToken);
        if (!Data(secret).TryGetValue(reference.Key, out var content))
        {
            throw new RegistryConfigurationException(
                ConditionReasons.SecretNotFound,
                $"{field}: secret {name.Namespace}/{name.Name} has no key {reference.Key}: add it, or name the right key");
        }

        var pem = Encoding.UTF8.GetString(content);
        return CertificateAuthorities.ProblemOf(pem) is not { } problem ? pem : throw new RegistryConfigurationException(
            ConditionReasons.InvalidCredentials,
            $"{field}: key {reference.Key} of secret {name.Namespace}/{name.Name} {problem}: correct it");
    }

    private async Task<V1Secret> RequireAsync(string field, SecretName name, CancellationToken cancellationToken)
    {
        try
        {
            return await secrets.SecretAsync(name, cancellationToken) ?? throw new RegistryConfigurationException(
                ConditionReasons.SecretNotFound,
                $"{field}: there is no secret {name.Name} in namespace {name.Namespace}: create it, or correct the reference");
        }
        catch (KubernetesApiException forbidden) when (forbidden.IsForbidden)
        {
            throw new RegistryConfigurationException(
                ConditionReasons.SecretNotFound,
                $"{field}: the operator may not read secret {name.Name} in namespace {name.Namespace}: "
                    + $"move it to {operatorNamespace}, or grant its ServiceAccount get on it");
        }
    }

    private static bool IsSame(string host, string other) => string.Equals(host, other, StringComparison.OrdinalIgnoreCase);

    /// <summary>The secret with its namespace.</summary>
    public SecretName Own(SecretName reference) =>
        reference.Namespace.Length > 0 ? reference : reference with { Namespace = operatorNamespace };

    private static ReadOnlyDictionary<string, byte[]> Data(V1Secret secret) =>
        secret.Data?.AsReadOnly() ?? ReadOnlyDictionary<string, byte[]>.Empty;
}
