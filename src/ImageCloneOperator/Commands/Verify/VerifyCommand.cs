using System.CommandLine;
using ImageCloneOperator.Commands.Catalogs;
using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Commands.Verify;

/// <summary><c>verify</c>: would a restore work?</summary>
internal sealed class VerifyCommand
{
    private readonly CatalogChoice _catalog = new();

    private readonly Option<string[]> _platforms = PlatformOption.Create(
        "Each image must serve this platform, such as that of a cluster's nodes: linux/amd64; may be repeated");

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

    public static Command Create() => new VerifyCommand().Build();

    private Command Build()
    {
        var command = new Command("verify", "Say whether all images of a catalogue can be restored, and change nothing");
        _catalog.AddTo(command);
        foreach (var option in new Option[] { _platforms, _deep, _concurrency, _output }) command.Add(option);
        _registries.AddTo(command);
        _output.AcceptOnlyFromAmong("table", "json", "junit");
        command.SetAction((result, cancellation) => RunAsync(
            Read(result), result.InvocationConfiguration.Output, result.InvocationConfiguration.Error, cancellation));
        return command;
    }

    private static Task<int> RunAsync(
        VerifyArguments arguments, TextWriter output, TextWriter error, CancellationToken cancellationToken) =>
        RegistryProgram.RunAsync(
            arguments.Registries,
            async (endpoints, client) =>
            {
                var catalog = await new CatalogReader(endpoints, client).ReadAsync(arguments.Catalog, cancellationToken);
                var report = await new CatalogVerifier(arguments, endpoints, client).RunAsync(catalog, cancellationToken);
                await output.WriteAsync(VerifyOutput.Write(report, arguments.Format));
                return report.Restorable;
            },
            error,
            "Stopped before all images were looked at.",
            cancellationToken);

    private VerifyArguments Read(ParseResult result) => new()
    {
        Catalog = _catalog.Read(result),
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
