using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Catalogs;
using ImageCloneOperator.Commands.Catalogs;
using ImageCloneOperator.Commands.Plan;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Errors;

namespace ImageCloneOperator.Commands.Mirrors;

/// <summary>A policy of a cluster and its images, as its catalogue would name them.</summary>
internal static class LivePolicy
{
    /// <exception cref="ClusterException">The cluster does not answer, or does not let us read.</exception>
    /// <exception cref="CatalogException">There is no such policy.</exception>
    public static async Task<MirroredCopies> ReadAsync(
        IKubernetesClient client, MirrorConfigArguments arguments, CancellationToken cancellationToken)
    {
        var name = arguments.Policy!;
        var input = new PlanInput("default");
        foreach (var live in await client.ListInstalledAsync<BackupPolicy>(cancellationToken)) input.AddLive(live);
        var policy = PolicyByName.Find(input.Policies, name);
        var backups = (await client.ListInstalledAsync<ImageBackup>(cancellationToken)).Where(backup => backup.Spec.PolicyName == name);
        var images = CatalogContent.Of("", policy, withUsers: false, backups).Images;
        List<CatalogEntry> entries =
        [
            .. images.Select(image => CatalogEntry.Of(image, copies: null))
                .Where(entry => arguments.Only.Count == 0 || arguments.Only.Any(glob => glob.Matches(entry.Source.Name))),
        ];
        return MirroredCopies.Of(policy, entries, arguments.Registries.PlainHttp);
    }
}
