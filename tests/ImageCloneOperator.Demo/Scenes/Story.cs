using ImageCloneOperator.Testing.KubeApi.Objects;

namespace ImageCloneOperator.Demo.Scenes;

/// <summary>The scenes of the demo, and what each of them has to show.</summary>
internal sealed class Story(
    DemoCluster cluster, ClusterClient client, Uri dashboard, Checks checks, Viewer viewer, Screen screen, TimeProvider time)
{
    private const string Shop = "/apis/apps/v1/namespaces/shop";
    private const string Policy = "/apis/imageclone.dev/v1alpha1/backuppolicies/demo";
    private const string Protection = "imageclone.dev/backup-protection";

    private static readonly TimeSpan ShowInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ShowLimit = TimeSpan.FromSeconds(40);

    public async Task TellAsync(CancellationToken cancellationToken)
    {
        await BackUpAsync(cancellationToken);
        await MoveTagAsync(cancellationToken);
        await HoldDeletionAsync(cancellationToken);
        await LookAtDashboardAsync(cancellationToken);
        await new Disaster(cluster, client, checks, viewer, screen).TellAsync(cancellationToken);
    }

    /// <summary>The policy goes, and with it everything that the operator put on objects; the copies stay.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        screen.Title("The policy is deleted");
        await client.DeleteAsync(Policy, cancellationToken);
        await checks.ExpectAsync("A deleted policy leaves nothing behind but the copies", async token =>
        {
            if (await client.FindAsync(Policy, token) is not null) return Finding.No("the policy is still there");
            if (await Backup.ListAsync(client, token) is { Count: > 0 and var left })
                return Finding.No($"{left} ImageBackups are still there");
            return await HeldAsync(token) is { Count: > 0 and var held } ? Finding.No($"{held} workloads are still held") : Finding.Yes("");
        }, cancellationToken);
    }

    private async Task BackUpAsync(CancellationToken cancellationToken)
    {
        screen.Title("A policy, and the workloads of a shop");
        await ApplyAsync("secrets.yaml", cancellationToken);
        await ApplyAsync("policy.yaml", cancellationToken);
        await ApplyAsync("workloads.yaml", cancellationToken);

        screen.Title("Backups on their way");
        await WatchAsync(cancellationToken);
        await viewer.ShowAsync("backuppolicies", Policy[..Policy.LastIndexOf('/')], cancellationToken);
        await viewer.ShowAsync("pods -n shop", "/api/v1/namespaces/shop/pods", cancellationToken);

        await ExpectCopyAsync(
            "The secret opens the target, and a Deployment's image is there", Public("shop/web:2.4.1"), cancellationToken);
        await ExpectCopyAsync("Init containers count as well", Public("shop/tools:1.0"), cancellationToken);
        await ExpectCopyAsync("So do DaemonSets", Public("library/redis:7.4"), cancellationToken);
        await ExpectCopyAsync(
            "A private image is read with its workload's imagePullSecrets", $"{cluster.Private.Host}/billing/api:3.1", cancellationToken);
        await checks.ExpectAsync("All platforms of an image arrive", AllPlatformsAsync, cancellationToken);
        await checks.ExpectAsync("An image that does not exist is Stalled, and says why", MissingImageAsync, cancellationToken);
        await checks.ExpectAsync("Nobody is held for it", async token =>
            await HeldAsync(token) is { Count: > 0 and var held }
                ? Finding.No($"{held} workloads are held")
                : Finding.Yes("no finalizer is left"),
            cancellationToken);
    }

    private async Task MoveTagAsync(CancellationToken cancellationToken)
    {
        screen.Title("latest moves at its source");
        var image = Public("library/nginx:latest");
        await ExpectCopyAsync("A tag that is followed is copied", image, cancellationToken);
        var before = await cluster.Images.DigestAsync(image, cancellationToken);
        var after = await cluster.MoveLatestAsync(cancellationToken);
        screen.Line($"{image} was {before} and now is {after}");

        await ExpectCopyAsync("The copy follows", image, cancellationToken);
        await checks.ExpectAsync("What the tag was before stays reachable", async token =>
        {
            var anchor = $"{await TargetAsync(image, token)}:digest.{before?.Replace(':', '-')}";
            return await cluster.Images.DigestAsync(anchor, token) == before ? Finding.Yes(anchor) : Finding.No($"there is no {anchor}");
        }, cancellationToken);
    }

    private async Task HoldDeletionAsync(CancellationToken cancellationToken)
    {
        const string media = $"{Shop}/deployments/media";
        screen.Title("A Deployment is deleted while its image is copied");
        var image = Public("shop/media:1.0");
        await ApplyAsync("media.yaml", cancellationToken);
        await checks.ExpectAsync("The Deployment is held while its copy runs", async token =>
        {
            var backup = await Backup.FindAsync(client, image, token);
            var isHeld = (await client.FindAsync(media, token)).Texts("metadata", "finalizers")
                .Contains(Protection, StringComparer.Ordinal);
            return backup?.Reason == "Copying" && isHeld
                ? Finding.Yes(Protection)
                : Finding.No($"the backup is {backup?.Reason ?? "not there"}, held: {isHeld}");
        }, cancellationToken);

        await client.DeleteAsync(media, cancellationToken);
        await checks.ExpectAsync("Deleted, it stays Terminating", async token =>
        {
            var deployment = await client.FindAsync(media, token);
            var backup = await Backup.FindAsync(client, image, token);
            return deployment.Text("metadata", "deletionTimestamp").Length > 0 && backup is { IsReady: false }
                ? Finding.Yes($"the copy is at {backup.Progress}")
                : Finding.No(deployment is null ? "it is gone already" : $"the backup is {backup?.Reason}");
        }, cancellationToken);
        await WatchAsync(cancellationToken, image);
        await viewer.ShowAsync("events -n shop", "/apis/events.k8s.io/v1/namespaces/shop/events", cancellationToken);
        await checks.ExpectAsync("It goes as soon as its copy is complete", async token =>
            await client.FindAsync(media, token) is null ? Finding.Yes("gone") : Finding.No("it is still there"), cancellationToken);
        await ExpectCopyAsync("Its image outlives it", image, cancellationToken);
    }

    private async Task LookAtDashboardAsync(CancellationToken cancellationToken)
    {
        screen.Title("The dashboard");
        using var http = new HttpClient();
        await checks.ExpectAsync("The dashboard shows every backup", async token =>
        {
            var page = await http.GetStringAsync(dashboard, token);
            var missing = (await Backup.ListAsync(client, token))
                .Where(backup => !page.Contains(backup.Source, StringComparison.Ordinal))
                .ToList();
            return missing.Count == 0 ? Finding.Yes(dashboard.ToString()) : Finding.No($"it lacks {missing[0].Source}");
        }, cancellationToken);
    }

    private async Task ApplyAsync(string manifest, CancellationToken cancellationToken) =>
        screen.Line($"applied {string.Join(", ", await client.ApplyAsync(cluster.Manifests.Read(manifest), cancellationToken))}");

    /// <summary>Shows the backups, or the one of an image, whenever they have changed, until they are settled.</summary>
    private async Task WatchAsync(CancellationToken cancellationToken, string? image = null)
    {
        var begun = time.GetTimestamp();
        IReadOnlyList<Backup> shown = [];
        while (time.GetElapsedTime(begun) < ShowLimit)
        {
            var backups = (await Backup.ListAsync(client, cancellationToken))
                .Where(backup => image is null || backup.Source == image)
                .ToList();
            var name = image is null || backups is [] ? "" : backups[0].Name;
            if (!backups.SequenceEqual(shown))
                await viewer.ShowAsync($"imagebackups {name}".TrimEnd(), $"{Backup.Path}/{name}".TrimEnd('/'), cancellationToken);
            if (backups.Count > 0 && backups.All(backup => backup.IsSettled)) return;
            shown = backups;
            await Task.Delay(ShowInterval, time, cancellationToken);
        }
    }

    private Task ExpectCopyAsync(string what, string image, CancellationToken cancellationToken) => checks.ExpectAsync(what, async token =>
    {
        if (await Backup.FindAsync(client, image, token) is not { } backup) return Finding.No($"{image} has no ImageBackup");
        var (source, target) = (await cluster.Images.DigestAsync(image, token), await cluster.Images.DigestAsync(backup.Target, token));
        return backup.IsReady && source is not null && source == target
            ? Finding.Yes(backup.Target)
            : Finding.No($"{image} is {backup.Reason}: {backup.Message}");
    }, cancellationToken);

    private async Task<Finding> AllPlatformsAsync(CancellationToken cancellationToken)
    {
        var image = Public("shop/web:2.4.1");
        var repository = await TargetAsync(image, cancellationToken);
        var manifests = (await cluster.Images.ManifestAsync(image, cancellationToken)).Objects("manifests").ToList();
        foreach (var manifest in manifests)
        {
            var copy = $"{repository}@{manifest.Text("digest")}";
            if (await cluster.Images.DigestAsync(copy, cancellationToken) is null) return Finding.No($"there is no {copy}");
        }

        var platforms = manifests.Select(manifest => $"{manifest.Text("platform", "os")}/{manifest.Text("platform", "architecture")}");
        return manifests.Count > 1 ? Finding.Yes(string.Join(", ", platforms)) : Finding.No($"{image} has one platform only");
    }

    private async Task<Finding> MissingImageAsync(CancellationToken cancellationToken)
    {
        var backup = await Backup.FindAsync(client, Public("shop/worker:2.4.11"), cancellationToken);
        return backup is { Reason: "SourceNotFound", IsReady: false }
            ? Finding.Yes(backup.Message)
            : Finding.No($"its backup is {backup?.Reason ?? "not there"}");
    }

    private async Task<IReadOnlyList<string>> HeldAsync(CancellationToken cancellationToken)
    {
        var workloads = await client.ListAsync($"{Shop}/deployments", cancellationToken);
        var daemons = await client.ListAsync($"{Shop}/daemonsets", cancellationToken);
        return [.. workloads
            .Concat(daemons)
            .Where(workload => workload.Texts("metadata", "finalizers").Contains(Protection, StringComparer.Ordinal))
            .Select(Metadata.Name)];
    }

    /// <summary>The repository of an image's copy.</summary>
    private async Task<string> TargetAsync(string image, CancellationToken cancellationToken)
    {
        var target = (await Backup.FindAsync(client, image, cancellationToken))?.Target ?? "";
        return target[..Math.Max(0, target.LastIndexOf(':'))];
    }

    private string Public(string image) => $"{cluster.Source.Host}/{image}";
}
