using System.Text.Json.Nodes;
using ImageCloneOperator.DevCluster.Api.Objects;

namespace ImageCloneOperator.DevCluster.Demo;

/// <summary>An ImageBackup, as far as the demo looks at it.</summary>
internal sealed record Backup(string Name, string Source, string Target, bool IsReady, string Reason, string Message, string Progress, string Digest)
{
    public const string Path = "/apis/imageclone.dev/v1alpha1/imagebackups";

    public static async Task<IReadOnlyList<Backup>> ListAsync(ClusterClient client, CancellationToken cancellationToken) =>
        [.. (await client.ListAsync(Path, cancellationToken)).Select(Read)];

    public static async Task<Backup?> FindAsync(ClusterClient client, string source, CancellationToken cancellationToken) =>
        (await ListAsync(client, cancellationToken)).FirstOrDefault(backup => backup.Source == source);

    private static Backup Read(JsonObject entity)
    {
        var ready = entity.Objects("status", "conditions").FirstOrDefault(condition => condition.Text("type") == "Ready");
        return new Backup(
            entity.Name(), entity.Text("spec", "source"), entity.Text("spec", "target"), ready.Text("status") == "True", ready.Text("reason"),
            ready.Text("message"), entity.Text("status", "progress", "percent"), entity.Text("status", "target", "digest"));
    }
}
