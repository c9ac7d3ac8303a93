using System.CommandLine;
using ImageCloneOperator.Commands.Catalogs;

namespace ImageCloneOperator.Commands.Restore;

/// <summary><c>restore</c>: brings images back from their copies, by the catalogue that their registry holds, without a cluster.</summary>
internal sealed class RestoreCommand
{
    private readonly CatalogChoice _catalog = new();

    private readonly Option<string?> _to = new("--to")
    {
        HelpName = "REGISTRY[/PREFIX]",
        Description = "Restore to this registry, by the layout that the copies have; without it to the images' original names",
    };

    private readonly Option<string?> _map = new("--map")
    {
        HelpName = "FORMAT",
        Description = "Copy nothing, and write by which names the images are pulled from their copies, or from --to: "
            + "kustomize, velero or json",
    };

    private readonly Option<bool> _overwrite = new("--overwrite")
    {
        Description = "Move tags that have other content, too; without it they stay, and their images fail",
    };

    private readonly Option<int> _concurrency = ConcurrencyOption.Create("copied");

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say what would be restored, and copy nothing" };

    private readonly Option<string> _output = new("--output", "-o")
    {
        Description = "text, or json: one object a line for each image",
        DefaultValueFactory = _ => "text",
    };

    private readonly RegistryChoice _registries = new();

    public static Command Create() => new RestoreCommand().Build();

    private Command Build()
    {
        var command = new Command("restore", "Bring images back from their copies, by the catalogue in their registry, without a cluster");
        _catalog.AddTo(command);
        foreach (var option in new Option[] { _to, _map, _overwrite, _concurrency, _dryRun, _output }) command.Add(option);
        _registries.AddTo(command);
        _map.AcceptOnlyFromAmong("kustomize", "velero", "json");
        _output.AcceptOnlyFromAmong("text", "json");
        command.SetAction((result, cancellation) => RestoreProgram.RunAsync(
            Read(result), result.InvocationConfiguration.Output, result.InvocationConfiguration.Error, cancellation));
        return command;
    }

    private RestoreArguments Read(ParseResult result) => new()
    {
        Catalog = _catalog.Read(result),
        To = result.GetValue(_to),
        Map = result.GetValue(_map) switch
        {
            "kustomize" => MappingFormat.Kustomize,
            "velero" => MappingFormat.Velero,
            "json" => MappingFormat.Json,
            _ => null,
        },
        Overwrite = result.GetValue(_overwrite),
        Concurrency = result.GetValue(_concurrency),
        DryRun = result.GetValue(_dryRun),
        Json = result.GetValue(_output) == "json",
        Registries = _registries.Read(result),
    };
}
