using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Kubernetes.Conditions;

namespace ImageCloneOperator.Dashboard;

/// <summary>Policies and backups as a page for people.</summary>
/// <param name="replica">Whose page it is.</param>
/// <param name="style">The style sheet.</param>
internal sealed class DashboardPage(string replica, string style)
{
    /// <summary>More rows help nobody; what needs people comes first.</summary>
    private const int MaxRows = 500;

    private const int MaxUsers = 3;

    public Html Starting() => Page(Html.Of($"<p class=\"empty\">Starting: the cluster is being read.</p>"));

    /// <param name="policies">All of them.</param>
    /// <param name="backups">All of them.</param>
    /// <param name="unprotected">Null until they are known.</param>
    public Html Render(
        IReadOnlyList<BackupPolicy> policies, IReadOnlyList<ImageBackup> backups, IReadOnlyList<UnprotectedImage>? unprotected) =>
        Page(Html.Of($"""
        {Totals(backups, unprotected)}
        {UnprotectedSection.Of(unprotected ?? [])}
        <h2>Policies</h2>
        {Policies(policies)}
        <h2>Image backups</h2>
        {Backups(backups)}
        """));

    private Html Page(Html body) => Html.Of($"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="refresh" content="5">
        <title>Image backups</title>
        <style>{new Html(style)}</style>
        </head>
        <body>
        <header><h1>Image backups</h1><span>{replica}</span></header>
        <main>
        {body}
        </main>
        </body>
        </html>
        """);

    private static Html Totals(IReadOnlyList<ImageBackup> backups, IReadOnlyList<UnprotectedImage>? unprotected)
    {
        var without = unprotected?.Count(image => !image.IsChosen);
        var states = backups.CountBy(backup => backup.Status.Conditions.Phase()).ToDictionary();
        var ready = states.GetValueOrDefault(ObjectPhase.Ready);
        var stalled = states.GetValueOrDefault(ObjectPhase.Stalled);
        var gone = backups.Count(backup => backup.Status.Conditions.IsFalse(ConditionTypes.SourceAvailable));
        var bytes = backups.Where(backup => backup.Status.Conditions.Phase() == ObjectPhase.Ready)
            .Sum(backup => backup.Status.SizeBytes ?? 0);
        return Html.Of($"""
            <section class="totals">
            {(without is { } count ? Html.Of($"<div class=\"{(count > 0 ? "Stalled" : "")}\"><b>{count}</b> without a Ready copy</div>") : default)}
            <div><b>{ready}</b> of {backups.Count} backed up</div>
            <div><b>{backups.Count - ready - stalled}</b> on their way</div>
            <div class="{(stalled > 0 ? "Stalled" : "")}"><b>{stalled}</b> need attention</div>
            {(gone > 0 ? Html.Of($"<div class=\"Stalled\"><b>{gone}</b> have lost their source</div>") : default)}
            <div><b>{ByteText.Of(bytes)}</b> of images</div>
            </section>
            """);
    }

    private static Html Policies(IReadOnlyList<BackupPolicy> policies) => policies.Count == 0
        ? Html.Of($"<p class=\"empty\">There is no BackupPolicy yet: apply one, such as config/samples/policy-minimal.yaml.</p>")
        : Html.Of($"""
            <table class="policies">
            <thead><tr><th>Policy</th><th>State</th><th>Target</th><th>Images</th><th>Size</th><th>Message</th></tr></thead>
            <tbody>
            {Html.Join(policies.OrderBy(policy => policy.Metadata.Name, StringComparer.Ordinal).Select(Row))}</tbody>
            </table>
            """);

    private static Html Row(BackupPolicy policy)
    {
        var (target, images) = (policy.Spec.Target, policy.Status.Images ?? new ImageCounts());
        var place = string.IsNullOrEmpty(target.RepositoryPrefix) ? target.Registry : $"{target.Registry}/{target.RepositoryPrefix}";
        return Html.Of($"""
            <tr><th scope="row" class="name">{policy.Metadata.Name}</th>{State(policy.Status.Conditions)}<td class="name">{place}</td><td>{Bar(images.Ready, images.Total, images.Summary)}</td><td>{ByteText.Of(policy.Status.Bytes ?? 0)}</td><td>{policy.Status.Conditions.Find(ConditionTypes.Ready)?.Message}</td></tr>

            """);
    }

    private static Html Backups(IReadOnlyList<ImageBackup> backups) => backups.Count == 0
        ? Html.Of($"<p class=\"empty\">No image is backed up yet.</p>")
        : Html.Of($"""
            <table class="backups">
            <thead><tr><th>Image and copy</th><th>State</th><th>Progress</th><th>Size</th><th>Used by</th><th>Message</th></tr></thead>
            <tbody>
            {Html.Join(backups.OrderBy(backup => backup.Status.Conditions.Phase()).ThenBy(backup => !backup.Status.Conditions.IsFalse(ConditionTypes.SourceAvailable)).ThenBy(backup => backup.Spec.Source, StringComparer.Ordinal).Take(MaxRows).Select(Row))}</tbody>
            </table>
            {(backups.Count > MaxRows ? Html.Of($"<p class=\"empty\">and {backups.Count - MaxRows} more: kubectl get imagebackups</p>") : default)}
            """);

    private static Html Row(ImageBackup backup)
    {
        var status = backup.Status;
        var progress = status.Progress ?? new BackupProgress();
        return Html.Of($"""
            <tr><th scope="row" class="name">{backup.Spec.Source}<small>{backup.Spec.Target}</small></th>{State(status.Conditions)}<td>{Bar(progress.BytesDone, progress.BytesTotal, progress.Percent)}</td><td>{status.Size}</td><td>{Users(status)}</td><td>{Message(status.Conditions)}</td></tr>

            """);
    }

    /// <summary>The message of a backup: of one that is Ready, only that its source is gone or has moved on.</summary>
    private static string? Message(List<Condition>? conditions)
    {
        if (!conditions.IsTrue(ConditionTypes.Ready)) return conditions.Find(ConditionTypes.Ready)?.Message;
        if (conditions.IsFalse(ConditionTypes.SourceAvailable)) return conditions.Find(ConditionTypes.SourceAvailable)?.Message;
        return conditions.IsTrue(ConditionTypes.SourceMoved) ? conditions.Find(ConditionTypes.SourceMoved)?.Message : null;
    }

    private static Html State(List<Condition>? conditions) =>
        Html.Of($"<td><span class=\"state "
            + $"{conditions.Phase().ToString()}\">{conditions.Find(ConditionTypes.Ready)?.Reason ?? "Pending"}</span></td>");

    private static Html Bar(long done, long total, string? label) =>
        Html.Of($"<progress value=\"{(total > 0 ? done : 0)}\" max=\"{Math.Max(1, total)}\"></progress> {label}");

    private static Html Users(ImageBackupStatus status)
    {
        var users = (status.UsedBy ?? []).Take(MaxUsers).ToList();
        var more = (status.UsedByCount ?? 0) - users.Count;
        var shown = users.Select(user => Html.Of($"<div>{user.Kind} {user.Namespace}/{user.Name}</div>"));
        return Html.Join(more > 0 ? shown.Append(Html.Of($"<div>and {more} more</div>")) : shown);
    }
}
