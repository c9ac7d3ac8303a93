using System.CommandLine;
using System.CommandLine.Parsing;
using ImageCloneOperator.Commands.Catalogs;
using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Commands.Copy;

/// <summary><c>copy</c>: copies images between registries, without a cluster.</summary>
internal sealed class CopyCommand
{
    private readonly Argument<string?> _source = new("SRC")
    {
        Description = "The image to copy, such as nginx:1.27, quay.io/team/app@sha256:… or oci:DIR:NAME",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Argument<string?> _target = new("DST")
    {
        Description = "Where to copy it, such as registry.example.com/backup/nginx:1.27 or oci-archive:FILE.tar:NAME; "
            + "with --catalog REGISTRY[/PREFIX], oci:DIR or oci-archive:FILE.tar",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<FileInfo?> _file = new("--file")
    {
        HelpName = "FILE",
        Description = "Copy many: a line each with SRC, white space and DST; # begins a comment; - reads standard input",
    };

    private readonly CatalogChoice _catalog = new(isRequired: false, choosesImages: false);

    private readonly Option<string[]> _platforms = PlatformOption.Create(
        "Only this platform of an index, such as linux/arm64; may be repeated. The digest of a smaller index is another one");

    private readonly RegistryChoice _registries = new();

    private readonly Option<bool> _referrers = new("--referrers") { Description = "Take signatures, SBOMs and attestations along" };

    private readonly Option<int> _concurrency = ConcurrencyOption.Create("copied");

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say what would be copied, and copy nothing" };

    private readonly Option<string> _output = new("--output", "-o")
    {
        Description = "text, or json: one object a line for each image",
        DefaultValueFactory = _ => "text",
    };

    public static Command Create() => new CopyCommand().Build();

    private Command Build()
    {
        var command = new Command(
            "copy", "Copy images between registries and OCI layouts: verified, resumable, never sending what is there already")
        {
            _source, _target, _file, _platforms, _referrers, _concurrency, _dryRun, _output,
        };
        _catalog.AddTo(command);
        _registries.AddTo(command);
        _output.AcceptOnlyFromAmong("text", "json");
        command.Validators.Add(CheckPair);
        command.SetAction((result, cancellation) => CopyProgram.RunAsync(
            Read(result), result.InvocationConfiguration.Output, result.InvocationConfiguration.Error, cancellation));
        return command;
    }

    private void CheckPair(CommandResult result)
    {
        var hasFile = result.GetResult(_file) is not null;
        var given = new[] { result.GetValue(_source), result.GetValue(_target) }.Count(value => value is not null);
        if (_catalog.IsGiven(result))
        {
            if (hasFile || given != 1 || result.GetResult(_platforms) is { Implicit: false })
            {
                result.AddError(
                    "With --catalog give DST alone: REGISTRY[/PREFIX], oci:DIR or oci-archive:FILE.tar; all platforms are copied.");
            }
        }
        else if (hasFile && given > 0)
            result.AddError("Give either SRC and DST, or --file.");
        else if (!hasFile && given < 2)
        {
            result.AddError(
                "Give SRC and DST, such as: copy nginx:1.27 registry.example.com/backup/nginx:1.27. For many images use --file.");
        }
    }

    private CopyArguments Read(ParseResult result)
    {
        var arguments = ReadPair(result);
        if (!_catalog.IsGiven(result.CommandResult)) return arguments;
        return arguments with { Source = null, Target = arguments.Source, Catalog = _catalog.Read(result), Referrers = true };
    }

    private CopyArguments ReadPair(ParseResult result) => new()
    {
        Source = result.GetValue(_source),
        Target = result.GetValue(_target),
        File = result.GetValue(_file),
        Platforms = [.. (result.GetValue(_platforms) ?? []).Select(Platform.Parse)],
        Registries = _registries.Read(result),
        Referrers = result.GetValue(_referrers),
        Concurrency = result.GetValue(_concurrency),
        DryRun = result.GetValue(_dryRun),
        Json = result.GetValue(_output) == "json",
    };
}
