using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;

namespace ImageCloneOperator.Dashboard;

/// <summary>How backups are sorted; those that are equal by it are sorted by their images.</summary>
/// <param name="Name">Its name in addresses.</param>
/// <param name="Sort">Sorts them.</param>
internal sealed record BackupOrder(string Name, Func<IEnumerable<ImageBackup>, IOrderedEnumerable<ImageBackup>> Sort)
{
    public static readonly BackupOrder Image = new(
        "image", backups => backups.OrderBy(backup => backup.Spec.Source, StringComparer.Ordinal));

    /// <summary>What needs people comes first.</summary>
    public static readonly BackupOrder State = new("state", backups => backups
        .OrderBy(backup => backup.Status.Conditions.Phase())
        .ThenBy(backup => !BackupFilter.HasLostItsSource(backup)));

    public static readonly BackupOrder Progress = new("progress", backups => backups
        .OrderBy(backup => backup.Status.Progress is { BytesTotal: > 0 } progress ? (double)progress.BytesDone / progress.BytesTotal : 0));

    public static readonly BackupOrder Size = new("size", backups => backups.OrderBy(backup => backup.Status.SizeBytes ?? 0));

    public static readonly BackupOrder Users = new("users", backups => backups.OrderBy(backup => backup.Status.UsedByCount ?? 0));

    private static readonly BackupOrder[] All = [Image, State, Progress, Size, Users];

    /// <returns>By state where there is none of that name.</returns>
    public static BackupOrder Find(string name) => All.FirstOrDefault(order => order.Name == name) ?? State;

    public IEnumerable<ImageBackup> Apply(IEnumerable<ImageBackup> backups, bool descending)
    {
        var sorted = Sort(backups).ThenBy(backup => backup.Spec.Source, StringComparer.Ordinal)
            .ThenBy(backup => backup.Spec.PolicyName, StringComparer.Ordinal);
        return descending ? sorted.Reverse() : sorted;
    }
}
