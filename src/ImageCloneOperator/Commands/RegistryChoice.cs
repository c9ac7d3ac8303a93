using System.CommandLine;

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

    public void AddTo(Command command)
    {
        command.Add(_plainHttp);
        command.Add(_httpStorage);
        command.Add(_caFile);
    }

    public RegistryArguments Read(ParseResult result) => new()
    {
        PlainHttp = result.GetValue(_plainHttp) ?? [],
        HttpStorage = result.GetValue(_httpStorage) ?? [],
        CaFiles = result.GetValue(_caFile) ?? [],
    };
}
