using System.CommandLine;
using ImageCloneOperator.Commands.Plan;

namespace ImageCloneOperator.Tests.Commands.Plan;

/// <summary>One run of the command, and what it printed.</summary>
internal sealed record PlanCommandRun(int ExitCode, string Output, string Error)
{
    public static PlanCommandRun Of(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var parsed = new RootCommand { PlanCommand.Create() }.Parse(["plan", .. arguments]);
        var exitCode = parsed.Invoke(new InvocationConfiguration { Output = output, Error = error });
        return new PlanCommandRun(exitCode, output.ToString(), error.ToString());
    }
}
