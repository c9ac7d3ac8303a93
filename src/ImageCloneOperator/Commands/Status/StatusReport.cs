using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Core.Images;
using Spectre.Console;

namespace ImageCloneOperator.Commands.Status;

/// <summary>A line for each policy, then one for each condition and image that waits for a person.</summary>
internal static class StatusReport
{
    private const int BarWidth = 20;

    public static void Write(IReadOnlyList<BackupPolicy> policies, IReadOnlyList<ImageBackup> backups, IAnsiConsole console)
    {
        if (policies.Count == 0)
        {
            console.WriteLine("There are no BackupPolicies.");
            return;
        }

        var table = Table("POLICY", "STATE", "IMAGES", "SIZE", "TARGET", "MESSAGE");
        foreach (var policy in policies.OrderBy(policy => policy.Metadata.Name, StringComparer.Ordinal)) table.AddRow(Row(policy));
        console.Write(table);
        WriteAttention(policies, backups, console);
    }

    private static void WriteAttention(
        IReadOnlyList<BackupPolicy> policies, IReadOnlyList<ImageBackup> backups, IAnsiConsole console)
    {
        var rows = policies.SelectMany(Warnings).Concat(backups.Where(IsStuck).Select(Stuck)).ToList();
        if (rows.Count == 0) return;
        console.WriteLine();
        var table = Table("NEEDS SOMEBODY", "REASON", "MESSAGE");
        foreach (var row in rows.OrderBy(row => row.Subject, StringComparer.Ordinal))
            table.AddRow(new Text(row.Subject), new Text(row.Reason, new Style(Color.Red)), new Text(row.Message));
        console.Write(table);
    }

    private static Table Table(params string[] columns) => new Table().Border(TableBorder.None).AddColumns(columns);

    private static Text[] Row(BackupPolicy policy)
    {
        var ready = policy.Status.Conditions.Find(ConditionTypes.Ready);
        var images = policy.Status.Images ?? new ImageCounts();
        var target = policy.Spec.Target;
        return
        [
            new(policy.Metadata.Name!),
            new(ready?.Reason ?? "Waiting", StyleOf(policy.Status.Conditions.Phase())),
            new($"{Bar(images)} {images.Summary}"),
            new(policy.Status.Bytes is { } bytes ? ByteText.Of(bytes) : ""),
            new(string.IsNullOrEmpty(target.RepositoryPrefix) ? target.Registry : $"{target.Registry}/{target.RepositoryPrefix}"),
            new(ready?.Message ?? "no operator has looked at it yet"),
        ];
    }

    private static string Bar(ImageCounts images)
    {
        var done = images.Total == 0 ? 0 : BarWidth * images.Ready / images.Total;
        return $"[{new string('#', done)}{new string('-', BarWidth - done)}]";
    }

    private static Style StyleOf(ObjectPhase phase) => phase switch
    {
        ObjectPhase.Ready => new Style(Color.Green),
        ObjectPhase.Stalled => new Style(Color.Red),
        _ => new Style(Color.Yellow),
    };

    /// <summary>What a policy says beside Ready.</summary>
    private static IEnumerable<(string Subject, string Reason, string Message)> Warnings(BackupPolicy policy) =>
        from type in (string[])[ConditionTypes.RewriteContested, ConditionTypes.RewriteRefused, ConditionTypes.Restorable]
        let condition = policy.Status.Conditions.Find(type)
        where condition is not null && !(type == ConditionTypes.Restorable && condition.Status == "True")
        select ($"policy {policy.Metadata.Name}", condition.Reason, condition.Message);

    private static bool IsStuck(ImageBackup backup) => backup.Status.Conditions.Phase() == ObjectPhase.Stalled;

    private static (string Subject, string Reason, string Message) Stuck(ImageBackup backup)
    {
        var stalled = backup.Status.Conditions.Find(ConditionTypes.Stalled)!;
        return ($"{backup.Spec.PolicyName}: {ShortText.Of(backup.Spec.Source)}", stalled.Reason, stalled.Message);
    }
}
