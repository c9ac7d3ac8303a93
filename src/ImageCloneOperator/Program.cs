using System.CommandLine;
using ImageCloneOperator.Commands;
using ImageCloneOperator.Commands.Cleanup;
using ImageCloneOperator.Commands.Completion;
using ImageCloneOperator.Commands.Copy;
using ImageCloneOperator.Commands.Mirrors;
using ImageCloneOperator.Commands.Plan;
using ImageCloneOperator.Commands.Recopy;
using ImageCloneOperator.Commands.Restore;
using ImageCloneOperator.Commands.Run;
using ImageCloneOperator.Commands.Status;
using ImageCloneOperator.Commands.Verify;
using ImageCloneOperator.Core.Network;
using ImageCloneOperator.Hosting;

try
{
    // The Kubernetes client, and whoever else takes .NET's default, reads NO_PROXY as Go's tools do.
    HttpClient.DefaultProxy = new EnvironmentProxy(Environment.GetEnvironmentVariable);
}
catch (FormatException noUrl)
{
    await Console.Error.WriteLineAsync($"error: {noUrl.Message}");
    return ExitCode.Usage;
}

var run = RunCommand.Create();
var root = new RootCommand("Backs up the container images that a cluster runs.")
{
    run,
    CopyCommand.Create(),
    PlanCommand.Create(),
    StatusCommand.Create(),
    VerifyCommand.Create(),
    RestoreCommand.Create(),
    MirrorConfigCommand.Create(),
    RecopyCommand.Create(),
    CleanupCommand.Create(),
    CompletionCommand.Create(),
};

// Without a command, the operator runs; kubectl's plugin shows what it can do.
var isPlugin = Path.GetFileName(Environment.GetCommandLineArgs()[0]).StartsWith("kubectl-", StringComparison.Ordinal);
if (isPlugin && args is []) args = ["--help"];
var isOption = args is [var first, ..] && first.StartsWith("--", StringComparison.Ordinal) && first is not ("--help" or "--version");
var parsed = root.Parse(args is [] || isOption ? [run.Name, .. args] : args);
var invocation = new InvocationConfiguration();
// By default a program that is told to stop is ended after two seconds, in the midst of its drain.
if (parsed.CommandResult.Command == run) invocation.ProcessTerminationTimeout = OperatorApplication.TerminationTimeout;
var exitCode = await parsed.InvokeAsync(invocation);
return parsed.Errors.Count > 0 ? ExitCode.Usage : exitCode;
