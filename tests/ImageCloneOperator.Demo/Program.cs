using System.CommandLine;
using ImageCloneOperator.Demo.Commands;

var root = new RootCommand("A Kubernetes API and an OCI registry for development, both in memory.")
{
    ApiCommand.Create(),
    RegistryCommand.Create(),
    UpCommand.Create(),
    DemoCommand.Create(),
};

return await root.Parse(args).InvokeAsync();
