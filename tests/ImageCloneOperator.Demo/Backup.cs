using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Objects;

namespace ImageCloneOperator.Demo;

/// <summary>An ImageBackup, as far as the demo looks at it.</summary>
/// <param name="IsSettled">Nothing more comes of it without a change by a person.</param>
internal sealed record Backup(
    string Name, string Source, string Target, bool IsReady, bool IsSettled, string Reason, string Message, string Progress,
    string SourceAvailable)
{
    public const string Path = "/apis/imageclone.dev/v1alpha1/imagebackups";

    public static async Task<IReadOnlyList<Backup>> ListAsync(ClusterClient client, CancellationToken cancellationToken) =>
        [.. (await client.ListAsync(Path, cancellationToken)).Select(Read)];

    public static async Task<Backup?> FindAsync(ClusterClient client, string source, CancellationToken cancellationToken) =>
        (await ListAsync(client, cancellationToken)).FirstOrDefault(backup => backup.Source == source);

    private static Backup Read(JsonObject entity)
    {
        var conditions = entity.Objects("status", "conditions").ToList();
        var ready = conditions.Find(condition => condition.Text("type") == "Ready");
        var isSettled = conditions.Exists(
            condition => condition.Text("type") is "Ready" or "Stalled" && condition.Text("status") == "True");
        return new Backup(
            entity.Name(), entity.Text("spec", "source"), entity.Text("spec", "target"), ready.Text("status") == "True", isSettled,
            ready.Text("reason"), ready.Text("message"), entity.Text("status", "progress", "percent"),
            conditions.Find(condition => condition.Text("type") == "SourceAvailable").Text("status"));
    }
}
