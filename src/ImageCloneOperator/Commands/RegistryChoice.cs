using System.CommandLine;
using System.CommandLine.Parsing;
using ImageCloneOperator.Core.Credentials.Clouds;

namespace ImageCloneOperator.Commands;

/// <summary>The options that say how a command speaks to registries.</summary>
internal sealed class RegistryChoice
{
    private readonly Option<string[]> _plainHttp = new("--plain-http")
    {
        HelpName = "HOST[:PORT]",
        Description = "Speak HTTP without TLS to this registry; may be repeated. Registries on localhost are spoken to so by themselves",
    };

    private readonly Option<string[]> _httpStorage = new("--allow-http-storage")
    {
        HelpName = "HOST[:PORT]",
        Description = "Follow this https registry to storage that is reached by http, where no credential is shown; may be repeated",
    };

    private readonly Option<string[]> _caFile = new("--ca-file")
    {
        HelpName = "[HOST=]FILE",
        Description = "Trust the certificate authorities in this PEM file too: FILE for all registries, HOST=FILE for one; may be repeated",
    };

    private readonly Option<string[]> _provider = new("--provider")
    {
        HelpName = "HOST=CLOUD",
        Description = "Log in to this registry as AWS, Google or Azure know where this runs, "
            + "or as nobody (Generic), where no credential is "
            + "stored for it; may be repeated. Names of registries of these clouds say it by themselves",
    };

    public void AddTo(Command command)
    {
        command.Add(_plainHttp);
        command.Add(_httpStorage);
        command.Add(_caFile);
        command.Add(_provider);
        _provider.Validators.Add(CheckProviders);
    }

    public RegistryArguments Read(ParseResult result) => new()
    {
        PlainHttp = result.GetValue(_plainHttp) ?? [],
        HttpStorage = result.GetValue(_httpStorage) ?? [],
        CaFiles = result.GetValue(_caFile) ?? [],
        Providers = (result.GetValue(_provider) ?? []).Select(text => Provider(text)!.Value)
            .GroupBy(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.Last(), StringComparer.OrdinalIgnoreCase),
    };

    private static void CheckProviders(OptionResult result)
    {
        foreach (var token in result.Tokens.Where(token => Provider(token.Value) is null))
            result.AddError($"--provider: '{token.Value}' is not HOST=AWS, HOST=Google, HOST=Azure or HOST=Generic.");
    }

    private static KeyValuePair<string, CloudProvider>? Provider(string text) =>
        text.Split('=', 2) is [{ Length: > 0 } host, var name] && Named(name) is { } provider ? new(host, provider) : null;

    private static CloudProvider? Named(string name) => name.ToUpperInvariant() switch
    {
        "AWS" => CloudProvider.AWS,
        "GOOGLE" => CloudProvider.Google,
        "AZURE" => CloudProvider.Azure,
        "GENERIC" => CloudProvider.Generic,
        _ => null,
    };
}
