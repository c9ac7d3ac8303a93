using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Commands.Plan;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Credentials;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Nodes;
using ImageCloneOperator.Registry;

namespace ImageCloneOperator.Commands.Verify;

/// <summary>The copies of the images that a cluster uses, as its pods would pull them on its nodes.</summary>
internal sealed class ClusterCopies(
    IKubernetesClient client, RegistryEndpointResolver access, CommandLineEndpoints endpoints, VerifyArguments arguments)
{
    /// <returns>The copies of each policy that was asked for, and what is wrong with policies.</returns>
    /// <exception cref="ClusterException">The cluster does not answer, or does not let us read.</exception>
    /// <exception cref="CatalogException">There is no such policy.</exception>
    public async Task<(IReadOnlyList<PolicyCopies> Policies, IReadOnlyList<string> Warnings)> ReadAsync(
        CancellationToken cancellationToken)
    {
        var input = new PlanInput("default");
        var backups = await LivePlanInput.ReadAsync(client, input, everything: false, cancellationToken);
        var chosen = Choose(input);
        var needed = arguments.Platforms.Count > 0 ? arguments.Platforms : await NodePlatforms.ReadAsync(client, cancellationToken);
        var plan = input.Plan();
        var users = plan.Workloads.SelectMany(workload => workload.Backups, (workload, backup) => (backup.Key, workload.Workload))
            .ToLookup(use => use.Key, use => use.Workload);
        return ([.. chosen.Select(policy => new PolicyCopies(policy.Name, CopiesOf(policy)))], input.Warnings);

        IReadOnlyList<CopyToVerify> CopiesOf(Policy policy) =>
        [
            .. plan.Backups.Where(wanted => wanted.Key.Policy == policy.Name && arguments.Selects(wanted.Key.Source))
                .Select(wanted => CopyOf(policy, wanted, users[wanted.Key], backups.Find(wanted.Key), needed)),
        ];
    }

    private IReadOnlyList<Policy> Choose(PlanInput input)
    {
        var all = input.Policies.Policies;
        if (arguments.Policies.Count == 0) return all;
        return [.. arguments.Policies.Distinct(StringComparer.Ordinal).Select(name => PolicyByName.Find(input.Policies, name))];
    }

    private CopyToVerify CopyOf(
        Policy policy, WantedBackup wanted, IEnumerable<Workload> users, ImageBackup? backup, IReadOnlyCollection<Platform> needed)
    {
        var status = backup?.Status;
        var content = backup is not null && backup.IsReady() && backup.Spec.Target == wanted.Target.ToString()
            ? BackupStateReader.Of(backup).TargetDigest
            : null;
        return new CopyToVerify(wanted.Key.Source.ToString(), wanted.Target, content, WhyIncomplete(backup, wanted))
        {
            Offered = status?.Platforms is { Count: > 0 } platforms ? [.. platforms.Select(Platform.Parse)] : null,
            Needed = needed,
            // Whoever asks for platforms by name wants just these.
            IsWhole = arguments.Platforms.Count == 0 && status?.Source?.Digest == status?.Target?.Digest,
            LoginsAsync = token => LoginsAsync(policy, wanted.Target, users, token),
        };
    }

    private static string WhyIncomplete(ImageBackup? backup, WantedBackup wanted)
    {
        if (backup is null) return "there is no ImageBackup for it";
        if (backup.Spec.Target != wanted.Target.ToString()) return $"its copy is still {backup.Spec.Target}, not {wanted.Target}";
        var ready = backup.Status.Conditions.Find(ConditionTypes.Ready);
        return ready is null
            ? $"ImageBackup {backup.Metadata.Name} has not been looked at yet"
            : $"ImageBackup {backup.Metadata.Name} is not Ready: {ready.Reason}: {ready.Message}";
    }

    private async Task<IReadOnlyList<CopyLogin>> LoginsAsync(
        Policy policy, ImageReference copy, IEnumerable<Workload> users, CancellationToken cancellationToken)
    {
        var given = (await endpoints.EndpointOfAsync(copy)).Settings;
        var pods = await access.PodsAsync(policy, users, copy, cancellationToken);
        return [.. pods.Select(pod => new CopyLogin(pod.Endpoint with { Settings = Join(pod.Endpoint.Settings, given) }, Describe(pod)))];
    }

    /// <summary>What the policy says of the target, and what the command line adds.</summary>
    private static RegistryHostSettings Join(RegistryHostSettings policy, RegistryHostSettings given) => policy with
    {
        PlainHttp = policy.PlainHttp || given.PlainHttp,
        AllowHttpStorage = given.AllowHttpStorage,
        CertificateAuthorityPem = (policy.CertificateAuthorityPem, given.CertificateAuthorityPem) switch
        {
            ({ } one, { } other) => $"{one}\n{other}",
            var (one, other) => one ?? other,
        },
    };

    private static string Describe(PodAccess pod) => pod.Unusable.Count == 0
        ? $"as pods of {pod.Workload}"
        : $"as pods of {pod.Workload}, whose pull secret {string.Join(", ", pod.Unusable)} is missing, malformed or not to be read";
}
