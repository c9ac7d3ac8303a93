using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using ImageCloneOperator.Core.Rules;

namespace ImageCloneOperator.Commands.Catalogs;

/// <summary>The options that name a catalogue, and choose among its images.</summary>
/// <param name="isRequired">The command works by a catalogue only.</param>
/// <param name="choosesImages">The command can do with some of its images.</param>
internal sealed class CatalogChoice(bool isRequired = true, bool choosesImages = true)
{
    private readonly Option<string> _catalog = new("--catalog")
    {
        HelpName = "REF",
        Description = "The catalogue, such as registry.example.com/backups/imageclone-catalog:CLUSTER.POLICY, or oci-archive:FILE",
        Required = isRequired,
    };

    private readonly Option<string?> _at = new("--at")
    {
        HelpName = "TIME",
        Description = "As it was at this time, UTC unless it says otherwise, such as 2026-11-29T05:00",
    };

    private readonly Option<string[]> _only = new("--only")
    {
        HelpName = "GLOB",
        Description = "Only images of these repositories, such as docker.io/library/*; may be repeated",
    };

    public void AddTo(Command command)
    {
        command.Add(_catalog);
        command.Add(_at);
        if (choosesImages) command.Add(_only);
        _catalog.Validators.Add(result => Check(result, ReferenceError));
        _at.Validators.Add(result => Check(result, TimeError));
        _only.Validators.Add(result => Check(result, GlobError));
        command.Validators.Add(result =>
        {
            if (!IsGiven(result) && result.GetResult(_at) is not null) result.AddError("--at: name the catalogue, too: --catalog REF.");
        });
    }

    public bool IsGiven(SymbolResult result) => result.GetResult(_catalog) is not null;

    /// <returns>Null where none was named.</returns>
    public CatalogArguments? TryRead(ParseResult result) => IsGiven(result.CommandResult) ? Read(result) : null;

    public CatalogArguments Read(ParseResult result) => new(
        ImageArgument.Parse(result.GetValue(_catalog)!, "--catalog"),
        result.GetValue(_at) is { } text ? Time(text) : null,
        Only(result));

    public IReadOnlyList<Glob> Only(ParseResult result) =>
        [.. (result.GetValue(_only) ?? []).Select(
            glob => Glob.TryParseRepository(glob, out var parsed, out _) ? parsed : Glob.Everything)];

    private static void Check(OptionResult result, Func<string, string?> errorOf)
    {
        foreach (var token in result.Tokens)
        {
            if (errorOf(token.Value) is { } error) result.AddError($"{result.Option.Name}: {error}.");
        }
    }

    private static string? ReferenceError(string text) => ImageArgument.TryParseSource(text, out _, out var error) ? null : error;

    private static string? GlobError(string text) => Glob.TryParseRepository(text, out _, out var error) ? null : error;

    private static string? TimeError(string text) =>
        Time(text) is null ? $"'{text}' is no time; write it as 2026-11-29T05:00 (UTC) or 2026-11-29T05:00+01:00" : null;

    private static DateTimeOffset? Time(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
