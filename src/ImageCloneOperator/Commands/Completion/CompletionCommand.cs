using System.CommandLine;

namespace ImageCloneOperator.Commands.Completion;

/// <summary>
/// <c>completion</c>: the script that has a shell ask this program what could come next, by System.CommandLine's directive.
/// </summary>
internal static class CompletionCommand
{
    private static readonly string[] Shells = ["bash", "zsh", "fish", "kubectl"];

    public static Command Create()
    {
        var command = new Command("completion", "Write the script by which a shell completes commands and options of this program");
        var shell = new Argument<string>("shell")
        {
            Description = "bash, zsh or fish; kubectl: the program kubectl_complete-imageclone, by which kubectl completes its plugin",
        };
        shell.AcceptOnlyFromAmong(Shells);
        command.Add(shell);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var script = typeof(CompletionCommand).Assembly.GetManifestResourceStream($"completion.{result.GetValue(shell)}")!;
            using var text = new StreamReader(script);
            await result.InvocationConfiguration.Output.WriteAsync(await text.ReadToEndAsync(cancellationToken));
        });
        return command;
    }
}
