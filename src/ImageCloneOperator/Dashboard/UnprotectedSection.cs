using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Core.Workloads;

namespace ImageCloneOperator.Dashboard;

/// <summary>The images without a Ready copy: what nobody has chosen to leave out is open to the eye.</summary>
internal static class UnprotectedSection
{
    private const int MaxRows = 100;
    private const int MaxUsers = 3;

    public static Html Of(IReadOnlyList<UnprotectedImage> images)
    {
        if (images.Count == 0) return default;
        var chosen = images.ToLookup(image => image.IsChosen);
        return Html.Of($"""
            <h2>Without a Ready copy</h2>
            {Table([.. chosen[false]])}
            {LeftOut([.. chosen[true]])}
            """);
    }

    private static Html LeftOut(List<UnprotectedImage> images) => images.Count == 0
        ? default
        : Html.Of($"<details><summary>{images.Count} more are left out as policies or annotations say</summary>{Table(images)}</details>");

    private static Html Table(List<UnprotectedImage> images) => images.Count == 0
        ? default
        : Html.Of($"""
            <table class="unprotected">
            <thead><tr><th>Image</th><th>Reason</th><th>Used by</th><th>Message</th></tr></thead>
            <tbody>
            {Html.Join(images.OrderBy(image => image.Reason, StringComparer.Ordinal).Take(MaxRows).Select(Row))}</tbody>
            </table>
            {More(images.Count - MaxRows)}
            """);

    private static Html More(int count) => count <= 0
        ? default
        : Html.Of($"<p class=\"empty\">and {count} more: image-clone-operator plan --cluster --unprotected</p>");

    private static Html Row(UnprotectedImage image) => Html.Of($"""
        <tr><th scope="row" class="name">{image.Image}</th><td data-label="Reason"><span class="state">{image.Reason}</span></td>
        <td data-label="Used by">{Users(image.UsedBy)}</td><td>{image.Message}</td></tr>

        """);

    private static Html Users(IReadOnlyList<WorkloadKey> users)
    {
        var shown = users.Take(MaxUsers).Select(user => Html.Of($"<div>{user.ToString()}</div>"));
        return Html.Join(users.Count > MaxUsers ? shown.Append(Html.Of($"<div>and {users.Count - MaxUsers} more</div>")) : shown);
    }
}
