using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Objects;

namespace ImageCloneOperator.Demo.Scenes;

/// <summary>
/// The drill: the cluster and its source registries are gone. The shop comes back in a new cluster from the target alone, and from a file.
/// </summary>
internal sealed class Drill(
    DemoCluster cluster, OperatorCommands program, DirectoryInfo folder, Checks checks, Screen screen, TimeProvider time)
{
    private string Catalogue => $"{cluster.Target.Host}/backups/imageclone-catalog:{OperatorProcess.ClusterName}.demo";

    private string Archive => $"oci-archive:{Path.Combine(folder.FullName, "backup.tar")}";

    private IReadOnlyList<string> Shop => [$"{cluster.Source.Host}/shop/web", $"{cluster.Source.Host}/shop/tools"];

    private IReadOnlyList<string> OnlyShop => [.. Shop.SelectMany(name => new[] { "--only", name })];

    public async Task TellAsync(CancellationToken cancellationToken)
    {
        screen.Title("Drill: the cluster and its registries are gone, the target is left");
        await cluster.LoseAllButTargetAsync();
        var empty = await cluster.StartEmptyAsync(cancellationToken);
        await ExpectAsync("Each image of the shop could be restored", ["verify", "--catalog", Catalogue, .. OnlyShop], cancellationToken);
        await ExpectAsync(
            "An empty registry has them again",
            ["restore", "--catalog", Catalogue, "--to", $"{empty.Host}/again", .. OnlyShop],
            cancellationToken);
        await StartShopAsync($"{empty.Host}/again", cancellationToken);
        await KeepInFileAsync(empty.Host, cancellationToken);
    }

    /// <summary>Where there is no kubectl, the mapping for programs serves instead of kustomize's.</summary>
    private async Task StartShopAsync(string to, CancellationToken cancellationToken)
    {
        var mapping = await program.RunAsync(
            ["restore", "--catalog", Catalogue, "--to", to, "--map", "json", .. OnlyShop], cancellationToken);
        var manifests = cluster.Manifests.Read("workloads.yaml");
        foreach (var image in JsonNode.Parse(mapping.Output).Objects())
            manifests = manifests.Replace($"image: {image.Text("source")}\n", $"image: {image.Text("image")}\n", StringComparison.Ordinal);

        await using var api = await cluster.StartApiAsync(cancellationToken);
        using var client = new ClusterClient(api.AdminKubeconfig, time);
        await client.ApplyAsync("apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n", cancellationToken);
        await client.ApplyAsync(manifests, cancellationToken);
        await checks.ExpectAsync("A new cluster runs the shop from there", async token =>
        {
            var pods = await client.ListAsync("/api/v1/namespaces/shop/pods?labelSelector=app%3Dweb", token);
            return pods is [var pod, ..] && pod.Text("status", "phase") == "Running"
                ? Finding.Yes($"{pod.Name()} runs {pod.Objects("spec", "containers").First().Text("image")}")
                : Finding.No("no pod of the Deployment web runs");
        }, cancellationToken);
    }

    private async Task KeepInFileAsync(string empty, CancellationToken cancellationToken)
    {
        // The image that never was there is named again, and fails this.
        await program.RunAsync(["copy", "--catalog", Catalogue, Archive], cancellationToken);
        await cluster.StopTargetAsync();
        await ExpectAsync(
            "With the target gone too, a file has all of it", ["verify", "--catalog", Archive, "--deep", .. OnlyShop], cancellationToken);
        await ExpectAsync(
            "And gives it back to a registry", ["restore", "--catalog", Archive, "--to", $"{empty}/file", .. OnlyShop], cancellationToken);
    }

    private Task ExpectAsync(string what, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        checks.ExpectAsync(what, async token =>
        {
            var (exitCode, output, error) = await program.RunAsync(arguments, token);
            return exitCode == 0 ? Finding.Yes(LastLine(output)) : Finding.No(LastLine(error));
        }, cancellationToken);

    private static string LastLine(string text) => text.TrimEnd().Split('\n')[^1];
}
