using System.CommandLine;
using ImageCloneOperator.Commands.Catalogs;

namespace ImageCloneOperator.Commands.Mirrors;

/// <summary><c>mirror-config</c>: writes what tells nodes to pull from the copies, without a webhook.</summary>
internal sealed class MirrorConfigCommand
{
    private readonly Option<string> _for = new("--for")
    {
        HelpName = "TOOL",
        Description = "Whose configuration to write: containerd, crio, idms (OpenShift), talos or k3s (RKE2 too)",
        Required = true,
    };

    private readonly Option<string> _first = new("--first")
    {
        Description = "upstream: the copies serve where a registry does not; or copies: they come before it",
        DefaultValueFactory = _ => "upstream",
    };

    private readonly CatalogChoice _catalog = new();
    private readonly RegistryChoice _registries = new();

    public static Command Create() => new MirrorConfigCommand().Build();

    private Command Build()
    {
        var command = new Command("mirror-config", "Write what tells nodes to pull from the copies: for static pods and kube-system too")
        {
            _for, _first,
        };
        _catalog.AddTo(command);
        _registries.AddTo(command);
        _for.AcceptOnlyFromAmong("containerd", "crio", "idms", "talos", "k3s");
        _first.AcceptOnlyFromAmong("upstream", "copies");
        command.SetAction((result, cancellation) => MirrorConfigProgram.RunAsync(
            Read(result), result.InvocationConfiguration.Output, result.InvocationConfiguration.Error, cancellation));
        return command;
    }

    private MirrorConfigArguments Read(ParseResult result) => new()
    {
        For = result.GetValue(_for) switch
        {
            "containerd" => MirrorTool.Containerd,
            "crio" => MirrorTool.Crio,
            "idms" => MirrorTool.Idms,
            "talos" => MirrorTool.Talos,
            _ => MirrorTool.K3s,
        },
        CopiesFirst = result.GetValue(_first) == "copies",
        Catalog = _catalog.Read(result),
        Registries = _registries.Read(result),
    };
}
