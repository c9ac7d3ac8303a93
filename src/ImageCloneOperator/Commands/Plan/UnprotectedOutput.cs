using System.Text.Json;
using ImageCloneOperator.Api;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Core.Policies;
using Spectre.Console;

namespace ImageCloneOperator.Commands.Plan;

/// <summary>Prints the images without a Ready copy, for people or as JSON.</summary>
internal static class UnprotectedOutput
{
    private const int MaxUsers = 3;

    /// <param name="plan">Any plan.</param>
    /// <param name="policies">Those that it was made by.</param>
    /// <param name="live">Null for a plan from files: then what would be backed up counts as Ready.</param>
    public static IReadOnlyList<UnprotectedImage> Find(ClusterPlan plan, PolicySet policies, LiveBackups? live) => UnprotectedImage.Find(
        plan.Workloads,
        policies,
        backup => live?.StateOf(backup.Key, backup.Target.ToString()) is { } state && state != ConditionTypes.Ready ? state : null);

    public static void Write(IReadOnlyList<UnprotectedImage> images, string format, TextWriter output)
    {
        if (format == "json") output.WriteLine(ToJson(images));
        else WriteTable(images, TableConsole.Create(output));
    }

    private static string ToJson(IReadOnlyList<UnprotectedImage> images) => JsonSerializer.Serialize(
        [.. images.Select(image => new UnprotectedDocument(
            image.Image, image.Reason, image.Message, [.. image.UsedBy.Select(user => user.ToString())]))],
        PlanOutput.Json.IReadOnlyListUnprotectedDocument);

    private static void WriteTable(IReadOnlyList<UnprotectedImage> images, IAnsiConsole console)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("IMAGE", "REASON", "USED BY", "MESSAGE");
        foreach (var image in images)
            table.AddRow(new Text(ShortText.Of(image.Image)), new Text(image.Reason), new Text(Users(image)), new Text(image.Message));
        if (images.Count > 0) console.Write(table);
        console.WriteLine(images.Count == 0 ? "every image has a Ready copy" : $"{images.Count} images have no Ready copy");
    }

    private static string Users(UnprotectedImage image)
    {
        var more = image.UsedBy.Count > MaxUsers ? $" and {image.UsedBy.Count - MaxUsers} more" : "";
        return string.Join(", ", image.UsedBy.Take(MaxUsers)) + more;
    }
}
