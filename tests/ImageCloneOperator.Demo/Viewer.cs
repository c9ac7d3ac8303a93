using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Objects;

namespace ImageCloneOperator.Demo;

/// <summary>Shows lists as users see them: by kubectl where it is installed, else by the API server's own tables.</summary>
internal sealed class Viewer(Screen screen, ClusterClient client, string kubeconfig)
{
    private bool _noKubectl;

    /// <param name="arguments">Of <c>kubectl get</c>.</param>
    /// <param name="path">The same list in the API.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task ShowAsync(string arguments, string path, CancellationToken cancellationToken)
    {
        if (await KubectlAsync(arguments, cancellationToken) is { } text)
        {
            screen.Command($"kubectl get {arguments}");
            screen.Line(text.TrimEnd());
        }
        else
        {
            screen.Command($"GET {path}");
            foreach (var line in Lines(await client.TableAsync(path, cancellationToken))) screen.Line(line);
        }
    }

    private async Task<string?> KubectlAsync(string arguments, CancellationToken cancellationToken)
    {
        if (_noKubectl) return null;
        var start = new ProcessStartInfo("kubectl", ["get", .. arguments.Split(' ')]) { RedirectStandardOutput = true };
        start.Environment["KUBECONFIG"] = kubeconfig;
        try
        {
            using var process = Process.Start(start)!;
            var text = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return text;
        }
        catch (Win32Exception)
        {
            _noKubectl = true;
            return null;
        }
    }

    private static IEnumerable<string> Lines(JsonObject table)
    {
        var shown = table.Objects("columnDefinitions").Index().Where(column => column.Item.Number("priority") == 0).ToList();
        List<List<string>> rows =
        [
            [.. shown.Select(column => column.Item.Text("name").ToUpperInvariant())],
            .. table.Objects("rows").Select(row => shown.Select(column => Cell(row["cells"]![column.Index])).ToList()),
        ];
        var widths = shown.Select((_, i) => rows.Max(row => row[i].Length)).ToList();
        return rows.Select(row => string.Join("   ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
    }

    private static string Cell(JsonNode? cell) => cell?.ToString() is { Length: > 0 } text ? text : "<none>";
}
