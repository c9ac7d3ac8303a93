using System.CommandLine;
using ImageCloneOperator.Commands;

return await new RootCommand("Backs up the container images that a cluster runs.") { ManifestsCommand.Create() }.Parse(args).InvokeAsync();
