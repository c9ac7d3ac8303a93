using System.Text.Encodings.Web;
using System.Text.Json;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Core.Rules;
using ImageCloneOperator.Kubernetes.Entities;
using Spectre.Console;

namespace ImageCloneOperator.Planning;

/// <summary>Prints a plan for people, or as JSON.</summary>
internal static class PlanOutput
{
    // Quotes and arrows in messages stay readable; the text goes to no browser.
    private static readonly PlanJsonContext Json =
        new(new JsonSerializerOptions(PlanJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static string ToJson(ClusterPlan plan)
    {
        var document = new PlanDocument([.. plan.Backups.Select(Backup)], [.. plan.Workloads.Select(Workload)]);
        return JsonSerializer.Serialize(document, Json.PlanDocument);
    }

    public static void WriteTable(ClusterPlan plan, IAnsiConsole console)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("WORKLOAD", "IMAGE", "POLICY", "VERDICT");
        foreach (var workload in plan.Workloads)
        {
            foreach (var verdict in workload.Verdicts.OrderBy(verdict => verdict.Image, StringComparer.Ordinal))
                table.AddRow(Row(workload.Workload.Id, verdict));
        }

        console.Write(table);
        console.WriteLine($"{plan.Workloads.Count} workloads, {plan.Backups.Count} backups");
    }

    private static Text[] Row(WorkloadId workload, Verdict verdict) =>
        [new($"{workload}"), new(verdict.Image), new(verdict.Policy), new(verdict.Message, Style(verdict))];

    private static Style Style(Verdict verdict) => verdict.Reason switch
    {
        VerdictReason.BackedUp => new Style(Color.Green),
        VerdictReason.BadReference => new Style(Color.Red),
        _ => Spectre.Console.Style.Plain,
    };

    private static PlannedBackupDocument Backup(WantedBackup wanted) => new(
        ImageBackupName.For(wanted.Key.Policy, wanted.Key.Source.ToString()),
        wanted.Key.Policy,
        wanted.Key.Source.ToString(),
        wanted.Target.ToString(),
        wanted.Copy.Recopy.ToString(),
        wanted.Copy.Recopy == RecopyMode.Always ? new Duration(wanted.Copy.Interval).ToString() : null,
        [.. wanted.PullSecrets.Select(secret => secret.ToString())],
        [.. wanted.UsedBy.Select(user => user.ToString())],
        wanted.UsedByCount);

    private static PlannedWorkloadDocument Workload(WorkloadPlan plan) => new(
        plan.Workload.Id.Kind,
        plan.Workload.Id.Namespace,
        plan.Workload.Id.Name,
        [
            .. plan.Verdicts
                .GroupBy(verdict => verdict.Image, StringComparer.Ordinal)
                .OrderBy(image => image.Key, StringComparer.Ordinal)
                .Select(image => new PlannedImageDocument(image.Key, [.. image.Select(Verdict)])),
        ]);

    private static VerdictDocument Verdict(Verdict verdict) => new(verdict.Policy, verdict.Reason.ToString(), verdict.Message);
}
