using System.Text.Json;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Core.Rules;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Resources;
using Spectre.Console;

namespace ImageCloneOperator.Commands.Plan;

/// <summary>Prints a plan for people, or as JSON.</summary>
internal static class PlanOutput
{
    internal static PlanJsonContext Json { get; } = new(ReadableJson.Of(PlanJsonContext.Default.Options));

    /// <param name="plan">Any plan.</param>
    /// <param name="live">What the cluster has of it already; null for a plan from files.</param>
    public static string ToJson(ClusterPlan plan, LiveBackups? live)
    {
        var document = new PlanDocument(
            [.. plan.Backups.Select(wanted => Backup(wanted, live))], [.. plan.Workloads.Select(Workload)], live?.Unused(plan));
        return JsonSerializer.Serialize(document, Json.PlanDocument);
    }

    public static void WriteTable(ClusterPlan plan, LiveBackups? live, IAnsiConsole console)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("WORKLOAD", "IMAGE", "POLICY", "VERDICT");
        if (live is not null) table.AddColumn("STATE");
        foreach (var workload in plan.Workloads)
        {
            foreach (var verdict in workload.Verdicts.OrderBy(verdict => verdict.Image, StringComparer.Ordinal))
                table.AddRow(Row(workload.Workload.Key, verdict, live));
        }

        console.Write(table);
        console.WriteLine($"{plan.Workloads.Count} workloads, {plan.Backups.Count} backups{Compared(plan, live)}");
    }

    private static Text[] Row(WorkloadKey workload, ImageDecision verdict, LiveBackups? live)
    {
        Text[] row = [new($"{workload}"), new(ShortText.Of(verdict.Image)), new(verdict.Policy), new(verdict.Message, Style(verdict))];
        if (live is null) return row;
        return [.. row, new(verdict.Backup is { } backup ? live.StateOf(backup.Key, backup.Target.ToString()) : "")];
    }

    private static string Compared(ClusterPlan plan, LiveBackups? live)
    {
        if (live is null) return "";
        var states = plan.Backups.CountBy(wanted => State(wanted, live), StringComparer.Ordinal)
            .OrderBy(state => state.Key, StringComparer.Ordinal);
        var counts = string.Join(", ", states.Select(state => $"{state.Value} {state.Key}"));
        return $"{(counts.Length == 0 ? "" : $" ({counts})")}, {live.Unused(plan).Count} ImageBackups no longer used";
    }

    private static string State(WantedBackup wanted, LiveBackups live) => live.StateOf(wanted.Key, wanted.Target.ToString());

    private static Style Style(ImageDecision verdict) => verdict.Reason switch
    {
        ImageDecisionReason.BackedUp => new Style(Color.Green),
        ImageDecisionReason.BadReference => new Style(Color.Red),
        _ => Spectre.Console.Style.Plain,
    };

    private static PlannedBackupDocument Backup(WantedBackup wanted, LiveBackups? live) => new()
    {
        Name = live?.Find(wanted.Key)?.Metadata.Name ?? ImageBackupName.For(wanted.Key.Policy, wanted.Key.Source.ToString()),
        State = live is null ? null : State(wanted, live),
        Policy = wanted.Key.Policy,
        Source = wanted.Key.Source.ToString(),
        Target = wanted.Target.ToString(),
        Recopy = wanted.Copy.Recopy.ToString(),
        Interval = wanted.Copy.Recopy == RecopyMode.Always ? new Duration(wanted.Copy.Interval).ToString() : null,
        PullSecrets = [.. wanted.PullSecrets.Select(secret => secret.ToString())],
        UsedBy = [.. wanted.UsedBy.Select(user => user.ToString())],
        UsedByCount = wanted.UsedByCount,
    };

    private static PlannedWorkloadDocument Workload(WorkloadPlan plan) => new(
        plan.Workload.Key.Kind,
        plan.Workload.Key.Namespace,
        plan.Workload.Key.Name,
        [
            .. plan.Verdicts
                .GroupBy(verdict => verdict.Image, StringComparer.Ordinal)
                .OrderBy(image => image.Key, StringComparer.Ordinal)
                .Select(image => new PlannedImageDocument(image.Key, [.. image.Select(Verdict)])),
        ]);

    private static VerdictDocument Verdict(ImageDecision verdict) => new(verdict.Policy, verdict.Reason.ToString(), verdict.Message);
}
