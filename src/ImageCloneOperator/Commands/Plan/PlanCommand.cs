using System.CommandLine;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Manifests;

namespace ImageCloneOperator.Commands.Plan;

/// <summary>
/// <c>plan</c>: what the policies would back up of the workloads, from files, from a cluster or from both. It changes nothing.
/// </summary>
internal sealed class PlanCommand
{
    private readonly Option<string[]> _files = new("--filename", "-f")
    {
        Description = "Manifests: files, folders with all that is below them, or - for standard input",
        Arity = ArgumentArity.OneOrMore,
        DefaultValueFactory = _ => [],
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<bool> _cluster = new("--cluster")
    {
        Description = "Read policies, namespaces, workloads and ImageBackups of the current cluster too; "
            + "what -f names goes before what the cluster has",
    };

    private readonly Option<string> _output = new("--output", "-o") { Description = "table or json", DefaultValueFactory = _ => "table" };

    private readonly Option<string> _namespace = new("--namespace", "-n")
    {
        Description = "The namespace of objects in files that name none",
        DefaultValueFactory = _ => "default",
    };

    private readonly Option<bool> _unprotected = new("--unprotected")
    {
        Description = "List instead the images that a template names or a pod runs and that have no Ready copy, with the reason; "
            + "of files alone, those that no policy would back up",
    };

    private readonly ClusterChoice _choice = new();

    public static Command Create() => new PlanCommand().Build();

    private Command Build()
    {
        _output.AcceptOnlyFromAmong("table", "json");
        var command = new Command("plan", "Show what would be backed up, and why, and change nothing")
        {
            _files, _cluster, _output, _namespace, _unprotected,
        };
        _choice.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_files) is not { Implicit: false } && !result.GetValue(_cluster))
                result.AddError("Name what to plan for: -f with manifests, --cluster for the current cluster, or both.");
        });
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var (output, error) = (result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);
        try
        {
            var input = new PlanInput(result.GetRequiredValue(_namespace));
            input.Add(ManifestReader.Read(result.GetRequiredValue(_files)));
            var live = result.GetValue(_cluster) ? await ReadClusterAsync(result, input, cancellationToken) : null;
            var unprotected = result.GetValue(_unprotected);
            if (!IsComplete(input, live is not null, unprotected, error)) return ExitCode.Failure;
            var (plan, format) = (input.Plan(), result.GetRequiredValue(_output));
            if (unprotected) UnprotectedOutput.Write(UnprotectedOutput.Find(plan, input.Policies, live), format, output);
            else Write(plan, live, format, output);
            return ExitCode.Success;
        }
        catch (Exception e) when (e is ManifestException or ClusterException)
        {
            await error.WriteLineAsync($"error: {e.Message}");
            return ExitCode.Failure;
        }
    }

    private async Task<LiveBackups> ReadClusterAsync(ParseResult result, PlanInput input, CancellationToken cancellationToken)
    {
        using var client = ClusterClient.Create(_choice.Load(result));
        return await LivePlanInput.ReadAsync(client, input, everything: result.GetValue(_unprotected), cancellationToken);
    }

    private static bool IsComplete(PlanInput input, bool withCluster, bool unprotected, TextWriter error)
    {
        foreach (var warning in input.Warnings) error.WriteLine($"warning: {warning}");
        if (input.PassedOver.Count > 0) error.WriteLine($"note: passed over, as it does not plan them: {PassedOver(input)}");
        foreach (var problem in input.Errors) error.WriteLine($"error: {problem}");
        if (input.Errors.Count > 0) return false;
        if (input.HasPolicies || unprotected) return true;
        error.WriteLine(withCluster
            ? "error: there is no valid BackupPolicy in the cluster; add the one to plan with by -f"
            : "error: there is no BackupPolicy in these files; "
                + "add the one to plan with by another -f, or those of the cluster by --cluster");
        return false;
    }

    private static string PassedOver(PlanInput input) =>
        string.Join(", ", input.PassedOver.Select(kind => $"{kind.Value} {kind.Key}"));

    private static void Write(ClusterPlan plan, LiveBackups? live, string format, TextWriter output)
    {
        if (format == "json") output.WriteLine(PlanOutput.ToJson(plan, live));
        else PlanOutput.WriteTable(plan, live, TableConsole.Create(output));
    }
}
