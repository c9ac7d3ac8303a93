using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Objects;

namespace ImageCloneOperator.Demo.Scenes;

/// <summary>The scenes in which the public registry goes, a pod starts all the same, and the registry comes back.</summary>
internal sealed class Disaster(DemoCluster cluster, ClusterClient client, Checks checks, Viewer viewer, Screen screen)
{
    private const string Deployment = "/apis/apps/v1/namespaces/shop/deployments/web";
    private const string Pods = "/api/v1/namespaces/shop/pods";
    private const string Gone = "/apis/events.k8s.io/v1/namespaces/default/events?fieldSelector=reason%3DSourceUnreachable";

    private IReadOnlyList<string> Originals => [$"{cluster.Source.Host}/shop/tools:1.0", $"{cluster.Source.Host}/shop/web:2.4.1"];

    public async Task TellAsync(CancellationToken cancellationToken)
    {
        await LoseSourceAsync(cancellationToken);
        await StartFromCopyAsync(cancellationToken);
        await ReturnAsync(cancellationToken);
    }

    private async Task LoseSourceAsync(CancellationToken cancellationToken)
    {
        screen.Title("Disaster: the public registry is gone");
        await ExpectPodAsync("While its source answers, a pod starts from there", "", Originals, cancellationToken);
        await cluster.StopSourceAsync();
        screen.Line($"{cluster.Source.Host} has been stopped");
        await ExpectSourcesAsync("The operator notices, and that the private registry is well", "False", cancellationToken);
        await viewer.ShowAsync("events --field-selector reason=SourceUnreachable", Gone, cancellationToken);
    }

    private async Task StartFromCopyAsync(CancellationToken cancellationToken)
    {
        var backups = await Backup.ListAsync(client, cancellationToken);
        var copies = Originals.Select(image => backups.FirstOrDefault(backup => backup.Source == image)?.Target ?? "").ToList();
        var before = await DeletePodAsync(cancellationToken);
        await ExpectPodAsync("A new pod starts from the backups", before, copies, cancellationToken);
        await viewer.ShowAsync("pods -n shop -l app=web", $"{Pods}?labelSelector=app%3Dweb", cancellationToken);
        await checks.ExpectAsync("Its Deployment says what it always said: no tool sees a difference", async token =>
            Images((await client.FindAsync(Deployment, token)).At("spec", "template")) is var images && images.SequenceEqual(Originals)
                ? Finding.Yes(string.Join(", ", images))
                : Finding.No($"its images are {string.Join(", ", images)}"), cancellationToken);
    }

    private async Task ReturnAsync(CancellationToken cancellationToken)
    {
        screen.Title("The public registry is back");
        await cluster.RestartSourceAsync(cancellationToken);
        await ExpectSourcesAsync("Once it has answered for a while, it serves again", "True", cancellationToken);
        await ExpectPodAsync("A new pod starts from its source", await DeletePodAsync(cancellationToken), Originals, cancellationToken);
    }

    private Task ExpectSourcesAsync(string what, string publicly, CancellationToken cancellationToken) =>
        checks.ExpectAsync(what, async token =>
        {
            var finished = (await Backup.ListAsync(client, token)).Where(backup => backup.IsReady).ToList();
            var wrong = finished.Find(backup => backup.SourceAvailable != (IsPublic(backup) ? publicly : "True"));
            return wrong is null
                ? Finding.Yes($"{finished.Count(IsPublic)} images")
                : Finding.No($"SourceAvailable of {wrong.Source} is {wrong.SourceAvailable}");
        }, cancellationToken);

    private bool IsPublic(Backup backup) => backup.Source.StartsWith($"{cluster.Source.Host}/", StringComparison.Ordinal);

    /// <param name="what">The check.</param>
    /// <param name="not">The pod that was there before.</param>
    /// <param name="images">Of its containers, init containers first.</param>
    /// <param name="cancellationToken">Stops it.</param>
    private Task ExpectPodAsync(string what, string not, IReadOnlyList<string> images, CancellationToken cancellationToken) =>
        checks.ExpectAsync(what, async token =>
        {
            if (await PodAsync(token) is not { } pod || pod.Name() == not) return Finding.No("there is no new pod");
            var phase = pod.Text("status", "phase");
            var isRight = Images(pod).SequenceEqual(images);
            // It may have been made in the moment before the operator's webhook knew.
            if (!isRight) await client.DeleteAsync($"{Pods}/{pod.Name()}", token);
            return isRight && phase == "Running"
                ? Finding.Yes($"{pod.Name()} runs {images[^1]}")
                : Finding.No($"{pod.Name()} is {phase} with {string.Join(", ", Images(pod))}");
        }, cancellationToken);

    /// <returns>Its name.</returns>
    private async Task<string> DeletePodAsync(CancellationToken cancellationToken)
    {
        if (await PodAsync(cancellationToken) is not { } pod) throw new DemoException("The Deployment web has no pod.");
        screen.Command($"kubectl delete pod -n shop {pod.Name()}");
        await client.DeleteAsync($"{Pods}/{pod.Name()}", cancellationToken);
        return pod.Name();
    }

    private async Task<JsonObject?> PodAsync(CancellationToken cancellationToken) =>
        await client.ListAsync($"{Pods}?labelSelector=app%3Dweb", cancellationToken) is [var pod, ..] ? pod : null;

    /// <param name="pod">A pod, or the template of one.</param>
    private static List<string> Images(JsonNode? pod) =>
        [.. pod.Objects("spec", "initContainers").Concat(pod.Objects("spec", "containers")).Select(container => container.Text("image"))];
}
