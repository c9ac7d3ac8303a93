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

    private readonly Option<string?> _policy = new("--policy")
    {
        HelpName = "NAME",
        Description = "Instead of a catalogue, the BackupPolicy of the current cluster whose copies to use",
    };

    private readonly CatalogChoice _catalog = new(isRequired: false);
    private readonly RegistryChoice _registries = new();
    private readonly ClusterChoice _cluster = new();

    public static Command Create() => new MirrorConfigCommand().Build();

    private Command Build()
    {
        var command = new Command("mirror-config", "Write what tells nodes to pull from the copies: for static pods and kube-system too")
        {
            _for, _first, _policy,
        };
        _catalog.AddTo(command);
        _registries.AddTo(command);
        _cluster.AddTo(command);
        _for.AcceptOnlyFromAmong("containerd", "crio", "idms", "talos", "k3s");
        _first.AcceptOnlyFromAmong("upstream", "copies");
        command.Validators.Add(result =>
        {
            if (_catalog.IsGiven(result) == result.GetResult(_policy) is not null)
                result.AddError("Name a catalogue (--catalog), or a policy of the cluster (--policy); one of the two.");
        });
        command.SetAction((result, cancellation) => MirrorConfigProgram.RunAsync(
            Read(result),
            () => _cluster.Load(result),
            result.InvocationConfiguration.Output,
            result.InvocationConfiguration.Error,
            cancellation));
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
        Catalog = _catalog.TryRead(result),
        Policy = result.GetValue(_policy),
        Only = _catalog.Only(result),
        Registries = _registries.Read(result),
    };
}
