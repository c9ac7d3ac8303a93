using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Rules;
using ImageCloneOperator.Kubernetes.Conditions;

namespace ImageCloneOperator.Dashboard;

/// <summary>All that is known of one backup.</summary>
internal sealed class BackupPage(string name) : IDashboardPage
{
    public const string Folder = "/backups/";

    public string Title => name;

    public static string Address(ImageBackup backup) => Folder + Uri.EscapeDataString(backup.Metadata.Name);

    public IReadOnlyList<LivePart> Parts(ClusterView view) =>
        view.Backups.FirstOrDefault(backup => backup.Metadata.Name == name) is { } backup
            ? [Summary(backup), Conditions(backup.Status), Users(backup.Status), Digests(backup.Status), History(backup)]
            : [];

    public Html Around(IReadOnlyList<LivePart> parts, ClusterView view) => parts.Count == 0
        ? Html.Of($"<p class=\"empty\">There is no ImageBackup {name}; it may have been deleted. <a href=\"/\">All of them</a></p>")
        : Html.Of($"""
            {parts[0].Html}
            <h2>Conditions</h2>
            <table class="conditions">
            <thead><tr><th>Condition</th><th>Status</th><th>Reason</th><th>Since</th><th>Message</th></tr></thead>
            {parts[1].Html}
            </table>
            <h2>Used by</h2>
            {parts[2].Html}
            <h2>Digests</h2>
            {parts[3].Html}
            <h2>History</h2>
            {parts[4].Html}
            <p class="empty">Its Events: <code>kubectl describe imagebackup {name}</code></p>
            """);

    private static LivePart Summary(ImageBackup backup)
    {
        var (spec, status) = (backup.Spec, backup.Status);
        var progress = status.Progress ?? new BackupProgress();
        return LivePart.Of("section", "summary", Html.Of($"""
            <h2 class="name">{spec.Source}</h2>
            <p>{Cells.State(status.Conditions)} {Cells.Bar(progress.BytesDone, progress.BytesTotal, progress.Percent)}</p>
            <dl>
            <dt>Copy</dt><dd class="name">{spec.Target}</dd>
            <dt>Policy</dt><dd class="name"><a href="{new BackupQuery { Policy = spec.PolicyName }.Address()}">{spec.PolicyName}</a></dd>
            <dt>Recopy</dt><dd>{spec.Recopy.ToString()}{(spec.Recopy == RecopyMode.Always ? $", compared every {spec.Interval}" : "")}</dd>
            <dt>Size</dt><dd>{status.Size}</dd>
            <dt>Platforms</dt><dd>{string.Join(", ", status.Platforms ?? [])}</dd>
            <dt>Bytes</dt><dd>{ByteText.Of(progress.BytesTransferred)} sent, {ByteText.Of(progress.BytesMounted)} mounted, {ByteText.Of(progress.BytesReused)} there already</dd>
            </dl>
            """));
    }

    private static LivePart Conditions(ImageBackupStatus status) => new(
        Html.Of($"<tbody id=\"conditions\">"),
        [.. (status.Conditions ?? []).Select(Row)],
        Html.Of($"</tbody>"));

    private static LiveRow Row(Condition condition)
    {
        var id = $"condition.{condition.Type}";
        return new(id, Html.Of($"""
            <tr id="{id}"><th scope="row">{condition.Type}</th><td data-label="Status">{condition.Status}</td><td data-label="Reason">{condition.Reason}</td><td data-label="Since">{Cells.Time(condition.LastTransitionTime)}</td><td>{condition.Message}</td></tr>

            """));
    }

    private static LivePart Users(ImageBackupStatus status)
    {
        var users = status.UsedBy ?? [];
        var more = (status.UsedByCount ?? 0) - users.Count;
        return LivePart.Of("ul", "users", Html.Of($"""
            {Html.Join(users.Select(user => Html.Of($"<li>{user.Kind} {user.Namespace}/{user.Name}</li>\n")))}
            {(more > 0 ? Html.Of($"<li>and {more} more</li>") : default)}
            {(users.Count == 0 ? Html.Of($"<li>no workload that is known</li>") : default)}
            """));
    }

    private static LivePart Digests(ImageBackupStatus status)
    {
        List<(string What, string? Digest)> digests =
        [
            ("source", status.Source?.Digest),
            ("copy", status.Target?.Digest),
            .. (status.RunningDigests ?? []).Select(running => ($"run by pods: {running.Place}", (string?)running.Digest)),
            .. (status.PreviousDigests ?? []).Select(previous => ("earlier, kept", (string?)previous)),
        ];
        return LivePart.Of("ul", "digests", Html.Join(digests
            .Where(row => row.Digest is not null)
            .Select(row => Html.Of($"<li>{row.What} <code>{row.Digest}</code></li>\n"))));
    }

    /// <summary>What the status tells of the past and of what is next, latest first.</summary>
    private static LivePart History(ImageBackup backup)
    {
        var status = backup.Status;
        var created = backup.Metadata.CreationTimestamp;
        List<(DateTimeOffset? Time, string What)> events =
        [
            (created is null ? null : new DateTimeOffset(created.Value.ToUniversalTime()), "the backup was created"),
            (status.StartTime, "the latest copy began"),
            (status.CompletionTime, "the latest copy was complete"),
            (status.LastCheckTime, "copy and source, or copy and target, were last compared"),
            (status.NextCheckTime, "they are compared next"),
            (status.UnusedSince, "no workload has used it since"),
            (status.Source?.FailingSince, "the source has failed since"),
            .. (status.Conditions ?? []).Select(condition =>
                (condition.LastTransitionTime, $"{condition.Type} became {condition.Status}: {condition.Reason}")),
        ];
        var known = events.Where(row => row.Time is not null).OrderByDescending(row => row.Time);
        return LivePart.Of("ul", "history", Html.Join(known.Select(row => Html.Of($"<li>{Cells.Time(row.Time)} {row.What}</li>\n"))));
    }
}
