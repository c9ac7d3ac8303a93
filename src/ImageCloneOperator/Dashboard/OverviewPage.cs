using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Dashboard;

/// <summary>All policies, and the backups that were asked for.</summary>
internal sealed class OverviewPage(BackupQuery query) : IDashboardPage
{
    /// <summary>As many as a browser shows at once without an effort, on a phone, too.</summary>
    private const int RowsPerPage = 100;

    private const int MaxUsers = 3;

    public string Title => "Image backups";

    public IReadOnlyList<LivePart> Parts(ClusterView view)
    {
        var found = query.Select(view.Backups);
        var unprotected = LivePart.Of("section", "unprotected", UnprotectedSection.Of(view.Unprotected ?? []));
        return [Totals(view), unprotected, Policies(view.Policies), Pages(found.Count), Rows(found, view.Backups.Count)];
    }

    public Html Around(IReadOnlyList<LivePart> parts, ClusterView view) => Html.Of($"""
        {parts[0].Html}
        {parts[1].Html}
        <h2>Policies</h2>
        <table class="policies">
        <thead><tr><th>Policy</th><th>State</th><th>Target</th><th>Images</th><th>Size</th><th>Message</th></tr></thead>
        {parts[2].Html}
        </table>
        <h2>Image backups</h2>
        {Form(view.Policies)}
        {parts[3].Html}
        <table class="backups">
        <thead><tr>
        {Column(BackupOrder.Image, "Image and copy")}
        {Column(BackupOrder.State, "State")}
        {Column(BackupOrder.Progress, "Progress")}
        {Column(BackupOrder.Size, "Size")}
        {Column(BackupOrder.Users, "Used by")}
        <th>Message</th>
        </tr></thead>
        {parts[4].Html}
        </table>
        """);

    private static LivePart Totals(ClusterView view)
    {
        var backups = view.Backups;
        var without = view.Unprotected?.Count(image => !image.IsChosen);
        var bytes = backups.Where(BackupFilter.Ready.Matches.Invoke).Sum(backup => backup.Status.SizeBytes ?? 0);
        return LivePart.Of("section", "totals", Html.Of($"""
            {(without is { } count ? Html.Of($"<div class=\"{(count > 0 ? "Stalled" : "")}\"><b>{count}</b> without a Ready copy</div>") : default)}
            {Html.Join(BackupFilter.All.Select(filter => Total(filter, backups)))}
            <div><b>{ByteText.Of(bytes)}</b> of images</div>
            """), "totals");
    }

    private static Html Total(BackupFilter filter, IReadOnlyList<ImageBackup> backups)
    {
        var count = backups.Count(filter.Matches.Invoke);
        if (count == 0 && filter == BackupFilter.SourceGone) return default;
        var isBad = count > 0 && (filter == BackupFilter.Attention || filter == BackupFilter.SourceGone);
        var of = filter == BackupFilter.Ready ? $"of {backups.Count} " : "";
        return Html.Of($"<a class=\"{(isBad ? "Stalled" : "")}\" "
            + $"href=\"{new BackupQuery { State = filter }.Address()}\"><b>{count}</b> {of}{filter.Label}</a>");
    }

    private static LivePart Policies(IReadOnlyList<BackupPolicy> policies) => new(
        Html.Of($"<tbody id=\"policies\">"),
        policies.Count == 0
            ? [Nothing("policies", "There is no BackupPolicy yet: apply one, such as config/samples/policy-minimal.yaml.")]
            : [.. policies.OrderBy(policy => policy.Metadata.Name, StringComparer.Ordinal).Select(Row)],
        Html.Of($"</tbody>"));

    private static LiveRow Row(BackupPolicy policy)
    {
        var (target, images) = (policy.Spec.Target, policy.Status.Images ?? new ImageCounts());
        var place = string.IsNullOrEmpty(target.RepositoryPrefix) ? target.Registry : $"{target.Registry}/{target.RepositoryPrefix}";
        var id = $"policy.{policy.Metadata.Name}";
        return new(id, Html.Of($"""
            <tr id="{id}"><th scope="row" class="name"><a href="{new BackupQuery { Policy = policy.Metadata.Name }.Address()}">{policy.Metadata.Name}</a></th>
            <td data-label="State">{Cells.State(policy.Status.Conditions)}</td>
            <td class="name" data-label="Target">{place}</td>
            <td data-label="Images">{Cells.Bar(images.Ready, images.Total, images.Summary)}</td>
            <td data-label="Size">{ByteText.Of(policy.Status.Bytes ?? 0)}</td>
            <td>{policy.Status.Conditions.Find(ConditionTypes.Ready)?.Message}</td>
            </tr>

            """));
    }

    private Html Form(IReadOnlyList<BackupPolicy> policies) => Html.Of($"""
        <form action="/">
        <label>Policy <select name="policy"><option value="">all</option>{Html.Join(Names(policies).Select(name => Choice(name, name, query.Policy)))}</select></label>
        <label>State <select name="state"><option value="">any</option>{Html.Join(BackupFilter.All.Select(filter => Choice(filter.Name, filter.Label, query.State?.Name)))}</select></label>
        <label>Image or user <input type="search" name="q" value="{query.Text}"></label>
        {(query.SortText is { Length: > 0 } sort ? Html.Of($"<input type=\"hidden\" name=\"sort\" value=\"{sort}\">") : default)}
        <button>Show</button> <a href="/">Show all</a>
        </form>
        """);

    /// <summary>With the one that is asked for, which may be gone.</summary>
    private IEnumerable<string> Names(IReadOnlyList<BackupPolicy> policies) => policies.Select(policy => policy.Metadata.Name)
        .Append(query.Policy)
        .Where(name => name.Length > 0)
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal);

    private static Html Choice(string value, string label, string? chosen) =>
        Html.Of($"<option value=\"{value}\"{(value == chosen ? new Html(" selected") : default)}>{label}</option>");

    private Html Column(BackupOrder order, string label)
    {
        var isChosen = query.Order == order;
        var address = (query with { Order = order, IsDescending = isChosen && !query.IsDescending, Page = 1 }).Address();
        var direction = query.IsDescending ? "descending" : "ascending";
        return Html.Of($"<th{(isChosen ? Html.Of($" aria-sort=\"{direction}\"") : default)}><a href=\"{address}\">{label}</a></th>");
    }

    private LivePart Pages(int found)
    {
        var last = Math.Max(1, (found + RowsPerPage - 1) / RowsPerPage);
        return LivePart.Of("nav", "pages", Html.Of($"""
            <span>{found} found</span>
            {Page(query.Page - 1, "previous")}
            {(last > 1 ? Html.Of($"<span>page {query.Page} of {last}</span>") : default)}
            {Page(query.Page + 1, "next")}
            """));

        Html Page(int page, string label) => page < 1 || page > last
            ? default
            : Html.Of($"<a rel=\"{label}\" href=\"{(query with { Page = page }).Address()}\">{label}</a>");
    }

    private LivePart Rows(IReadOnlyList<ImageBackup> found, int all)
    {
        List<LiveRow> rows = [.. found.Skip((query.Page - 1) * RowsPerPage).Take(RowsPerPage).Select(Row)];
        if (rows.Count == 0) rows.Add(Nothing("backups", all == 0 ? "No image is backed up yet." : "No such backup is here."));
        return new(Html.Of($"<tbody id=\"backups\">"), rows, Html.Of($"</tbody>"));
    }

    private static LiveRow Row(ImageBackup backup)
    {
        var status = backup.Status;
        var progress = status.Progress ?? new BackupProgress();
        var id = $"backup.{backup.Metadata.Name}";
        return new(id, Html.Of($"""
            <tr id="{id}"><th scope="row" class="name"><a href="{BackupPage.Address(backup)}">{backup.Spec.Source}</a><small>{backup.Spec.Target}</small></th>
            <td data-label="State">{Cells.State(status.Conditions)}</td>
            <td data-label="Progress">{Cells.Bar(progress.BytesDone, progress.BytesTotal, progress.Percent)}</td>
            <td data-label="Size">{status.Size}</td>
            <td data-label="Used by">{Users(status)}</td>
            <td>{Cells.Message(status.Conditions)}</td>
            </tr>

            """));
    }

    private static Html Users(ImageBackupStatus status)
    {
        var users = (status.UsedBy ?? []).Take(MaxUsers).ToList();
        var more = (status.UsedByCount ?? 0) - users.Count;
        var shown = users.Select(user => Html.Of($"<div>{user.Kind} {user.Namespace}/{user.Name}</div>"));
        return Html.Join(more > 0 ? shown.Append(Html.Of($"<div>and {more} more</div>")) : shown);
    }

    private static LiveRow Nothing(string table, string text)
    {
        var id = $"no.{table}";
        return new(id, Html.Of($"<tr id=\"{id}\"><td colspan=\"6\" class=\"empty\">{text}</td></tr>\n"));
    }
}
