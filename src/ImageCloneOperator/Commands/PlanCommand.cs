using System.CommandLine;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Planning;
using Spectre.Console;

namespace ImageCloneOperator.Commands;

/// <summary><c>plan</c>: what the policies in files would back up of the workloads in files, without a cluster.</summary>
internal static class PlanCommand
{
    // Wide enough for a pipe: tools that read lines want no wrapping.
    private const int PipeWidth = 400;

    public static Command Create()
    {
        var files = new Option<string[]>("--filename", "-f")
        {
            Description = "Manifests: files, or folders with all that is below them",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        var output = new Option<string>("--output", "-o") { Description = "table or json", DefaultValueFactory = _ => "table" };
        output.AcceptOnlyFromAmong("table", "json");
        var ns = new Option<string>("--namespace", "-n")
        {
            Description = "The namespace of objects that name none",
            DefaultValueFactory = _ => "default",
        };
        var command = new Command("plan", "Show what would be backed up, and why, from policies and manifests in files") { files, output, ns };
        command.SetAction(result => Run(
            result.GetRequiredValue(files),
            result.GetRequiredValue(ns),
            result.GetRequiredValue(output),
            result.InvocationConfiguration.Output,
            result.InvocationConfiguration.Error));
        return command;
    }

    private static int Run(string[] files, string ns, string format, TextWriter output, TextWriter error)
    {
        if (!TryPlan(files, ns, error, out var plan)) return ExitCode.Failure;

        if (format == "json") output.WriteLine(PlanOutput.ToJson(plan!));
        else PlanOutput.WriteTable(plan!, Console(output));
        return ExitCode.Success;
    }

    private static bool TryPlan(string[] files, string ns, TextWriter error, out ClusterPlan? plan)
    {
        plan = null;
        var input = new PlanInput(ns);
        try
        {
            foreach (var found in ManifestReader.Read(files)) input.Add(found);
        }
        catch (ManifestException e)
        {
            error.WriteLine($"error: {e.Message}");
            return false;
        }

        foreach (var problem in input.Errors) error.WriteLine($"error: {problem}");
        if (input.Errors.Count > 0) return false;
        if (input.HasPolicies) plan = input.Plan();
        else error.WriteLine("error: there is no BackupPolicy in these files; add the one to plan with by another -f");
        return plan is not null;
    }

    private static IAnsiConsole Console(TextWriter output)
    {
        var isPipe = System.Console.IsOutputRedirected || output != System.Console.Out;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isPipe ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isPipe ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        if (isPipe) console.Profile.Width = PipeWidth;
        return console;
    }
}
