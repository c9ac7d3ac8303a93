using System.Globalization;
using ImageCloneOperator.Core.Catalogs;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry;
using ImageCloneOperator.Registry.Artifacts;

namespace ImageCloneOperator.Commands.Catalogs;

/// <summary>Reads a catalogue from its registry, as it stands or as it was.</summary>
internal sealed class CatalogReader(CommandLineEndpoints endpoints, RegistryClient client)
{
    private const int MostNamed = 20;

    /// <exception cref="CatalogException">There is none, or it cannot be understood.</exception>
    /// <exception cref="RegistryException">The registry would not say.</exception>
    public async Task<CatalogSelection> ReadAsync(CatalogArguments arguments, CancellationToken cancellationToken)
    {
        var reference = await NameAsync(arguments.Reference, cancellationToken);
        var place = arguments.At is { } time ? await PointAsync(reference, time, cancellationToken) : reference;
        var content = await new ArtifactStore(client).ReadAsync(
            await endpoints.EndpointOfAsync(place), CatalogFormat.MediaType, CatalogFormat.MaxBytes, cancellationToken);
        if (content is null) throw new CatalogException($"there is no catalogue {place}{await OthersAsync(place, cancellationToken)}");
        try
        {
            var document = CatalogFormat.Read(content);
            var copies = CatalogPlace.Of(place, document.Layout);
            return new CatalogSelection(
                place,
                document,
                [.. document.Images.Select(image => CatalogEntry.Of(image, copies)).Where(entry => arguments.Selects(entry.Source))]);
        }
        catch (FormatException malformed)
        {
            throw new CatalogException($"the catalogue {place} cannot be read: {malformed.Message}");
        }
    }

    /// <summary>In an OCI layout the name of the repository may be left out, and the tag too where there is one catalogue.</summary>
    private async Task<ImageReference> NameAsync(ImageReference reference, CancellationToken cancellationToken)
    {
        if (LayoutReference.Of(reference) is not { } layout || reference.Digest is not null || reference.Repository.Length > 0)
            return reference;
        if (reference.Tag is { Length: > 0 } tag) return layout.At(CatalogTag.Repository, tag);
        var tags = await ListAsync(layout.At(CatalogTag.Repository, ""), cancellationToken);
        List<string> latest = [.. tags.Where(name => !CatalogTag.IsPoint(name))];
        return (latest.Count > 0 ? latest : tags) is [var only]
            ? layout.At(CatalogTag.Repository, only)
            : throw new CatalogException($"{layout} has {tags.Count} catalogues{Listed(tags)}");
    }

    private async Task<ImageReference> PointAsync(ImageReference latest, DateTimeOffset time, CancellationToken cancellationToken)
    {
        if (latest is not { Tag: { } name, Digest: null }) throw new UsageException("--at: --catalog has a digest; name its tag.");
        var tags = await ListAsync(latest, cancellationToken);
        if (new RestorePoints(name, tags).At(time) is { } point) return latest.WithTag(point);
        var asked = time.UtcDateTime.ToString("u", CultureInfo.InvariantCulture);
        throw new CatalogException(
            $"{latest} has no restore point of {asked} or before it{Listed(tags.Where(tag => CatalogTag.TimeOf(name, tag) is not null))}");
    }

    /// <summary>After a disaster nobody remembers tags.</summary>
    private async Task<string> OthersAsync(ImageReference missing, CancellationToken cancellationToken)
    {
        try
        {
            return Listed((await ListAsync(missing, cancellationToken)).Where(tag => !CatalogTag.IsPoint(tag)));
        }
        catch (RegistryException)
        {
            return "";
        }
    }

    private async Task<IReadOnlyList<string>> ListAsync(ImageReference place, CancellationToken cancellationToken) =>
        await new RegistryInspector(client).ListTagsAsync(await endpoints.EndpointOfAsync(place), cancellationToken);

    private static string Listed(IEnumerable<string> tags)
    {
        List<string> sorted = [.. tags.Order(StringComparer.Ordinal)];
        if (sorted.Count == 0) return "";
        var more = sorted.Count > MostNamed ? $" and {sorted.Count - MostNamed} more" : "";
        return $"; there are {string.Join(", ", sorted.Take(MostNamed))}{more}";
    }
}
