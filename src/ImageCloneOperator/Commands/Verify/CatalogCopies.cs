using ImageCloneOperator.Commands.Catalogs;
using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Commands.Verify;

/// <summary>The copies that a catalogue names, as the account of this command pulls them.</summary>
internal sealed class CatalogCopies(VerifyArguments arguments, CommandLineEndpoints endpoints)
{
    public PolicyCopies Of(CatalogSelection catalog, bool isPast) => new(
        catalog.Document.Policy,
        [.. catalog.Entries.Select(entry => new CopyToVerify(entry.Source.ToString(), entry.Copy, entry.Content, entry.WhyIncomplete)
        {
            IsTagChecked = !isPast,
            Offered = entry.Image.Platforms is { } platforms ? [.. platforms.Select(Platform.Parse)] : null,
            Needed = arguments.Platforms,
            LoginsAsync = async _ => [new CopyLogin(await endpoints.EndpointOfAsync(entry.Copy), "")],
        })]);
}
