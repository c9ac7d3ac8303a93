using System.CommandLine;
using ImageCloneOperator.Commands;

var parsed = new RootCommand("Backs up the container images that a cluster runs.") { CopyCommand.Create(), ManifestsCommand.Create(), PlanCommand.Create() }.Parse(args);
var exitCode = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? ExitCode.Usage : exitCode;
