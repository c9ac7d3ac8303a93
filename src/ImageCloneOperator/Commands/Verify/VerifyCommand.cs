using System.CommandLine;
using ImageCloneOperator.Commands.Catalogs;
using ImageCloneOperator.Commands.Verify.Reports;
using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Commands.Verify;

/// <summary><c>verify</c>: would a restore work?</summary>
internal sealed class VerifyCommand
{
    private readonly Argument<string[]> _policies = new("policy")
    {
        Description = "The BackupPolicies of the current cluster to look at; none for all. Not with --catalog",
        Arity = ArgumentArity.ZeroOrMore,
        DefaultValueFactory = _ => [],
    };

    private readonly CatalogChoice _catalog = new(isRequired: false);

    private readonly Option<string[]> _platforms = PlatformOption.Create(
        "Each image must serve this platform, such as linux/amd64; may be repeated. Without it, those of the cluster's nodes");

    private readonly Option<bool> _deep = new("--deep")
    {
        Description = "Read every blob and compare it with its digest, instead of asking whether it is there",
    };

    private readonly Option<int> _concurrency = ConcurrencyOption.Create("looked at");

    private readonly Option<string> _output = new("--output", "-o")
    {
        Description = "table, json or junit",
        DefaultValueFactory = _ => "table",
    };

    private readonly RegistryChoice _registries = new();

    private readonly ClusterChoice _cluster = new();

    public static Command Create() => new VerifyCommand().Build();

    private Command Build()
    {
        var command = new Command(
            "verify", "Say whether all images that the current cluster uses, or that a catalogue names, can be restored; change nothing")
        {
            _policies,
        };
        _catalog.AddTo(command);
        foreach (var option in new Option[] { _platforms, _deep, _concurrency, _output }) command.Add(option);
        _registries.AddTo(command);
        _cluster.AddTo(command);
        _output.AcceptOnlyFromAmong("table", "json", "junit");
        command.Validators.Add(result =>
        {
            if (_catalog.IsGiven(result) && result.GetValue(_policies) is { Length: > 0 })
                result.AddError("Name policies of the cluster, or --catalog, which is one policy's; not both.");
        });
        command.SetAction((result, cancellation) => VerifyProgram.RunAsync(
            Read(result),
            () => _cluster.Load(result),
            result.InvocationConfiguration.Output,
            result.InvocationConfiguration.Error,
            cancellation));
        return command;
    }

    private VerifyArguments Read(ParseResult result) => new()
    {
        Catalog = _catalog.TryRead(result),
        Policies = result.GetValue(_policies) ?? [],
        Only = _catalog.Only(result),
        Platforms = [.. (result.GetValue(_platforms) ?? []).Select(Platform.Parse)],
        Deep = result.GetValue(_deep),
        Concurrency = result.GetValue(_concurrency),
        Format = result.GetValue(_output) switch
        {
            "json" => VerifyFormat.Json,
            "junit" => VerifyFormat.Junit,
            _ => VerifyFormat.Table,
        },
        Registries = _registries.Read(result),
    };
}
