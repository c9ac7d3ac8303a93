using System.CommandLine;

namespace ImageCloneOperator.Demo.Commands;

/// <summary><c>demo</c>: the operator at work from policy to backups, each outcome checked.</summary>
internal static class DemoCommand
{
    private static readonly Option<FileInfo> Operator = new("--operator")
    {
        Description = "The native program image-clone-operator, or the built image-clone-operator.dll.",
        Required = true,
    };
    private static readonly Option<DirectoryInfo> Config = InstallOptions.Config();
    private static readonly Option<bool> Keep = new("--keep") { Description = "Leaves everything running until Ctrl+C." };

    public static Command Create()
    {
        var command = new Command(
            "demo", "The operator on a cluster with registries of its own: shows it at work, and checks every outcome.")
        {
            Operator,
            Config,
            Keep,
        };
        Operator.AcceptExistingOnly();
        command.SetAction((arguments, cancellationToken) => new DemoRun(
            arguments.GetRequiredValue(Operator).FullName, arguments.GetRequiredValue(Config).FullName, arguments.GetValue(Keep),
            Screen.Create(arguments.InvocationConfiguration.Output), TimeProvider.System).RunAsync(cancellationToken));
        return command;
    }
}
