using System.Text.Json;
using ImageCloneOperator.Commands.Catalogs;
using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Commands.Restore;

/// <summary>Says by which names the images of a catalogue are pulled from their copies.</summary>
internal sealed class Mapping(CatalogSelection catalog, CatalogPlan plan)
{
    private static readonly MappingJsonContext Json = new(ReadableJson.Of(MappingJsonContext.Default.Options));

    public string Write(MappingFormat format) => format == MappingFormat.Json ? ToJson() : ToKustomize();

    private string ToJson() => JsonSerializer.Serialize(
        [.. Complete.Select(entry => new MappedImage(entry.Image.Source, plan.PlaceOf(entry).ToString(), entry.Image.Digest!))],
        Json.ListMappedImage) + "\n";

    /// <summary>
    /// Kustomize compares names as they are written, without tag and digest, and leaves these as they are where only a new name is given.
    /// </summary>
    private string ToKustomize()
    {
        var moved = Complete.ToLookup(entry => KeepsItsTag(entry.Source, plan.PlaceOf(entry)));
        var lines = moved[true]
            .GroupBy(entry => (entry.Source.Name, plan.PlaceOf(entry).Name))
            .SelectMany(image => Spellings(image.First().Source).Select(name => (name, image.Key.Item2)))
            .Select(image => $"- name: {image.name}\n  newName: {image.Item2}\n");
        var notes = moved[false].Select(entry => $"# {entry.Source} has another tag there: {plan.PlaceOf(entry)}\n")
            .Concat(plan.Missing.Select(entry => $"# {entry.Source} has no complete copy ({entry.Image.Reason})\n"));
        return string.Concat(["images:\n", .. lines, .. notes]);
    }

    private IEnumerable<CatalogEntry> Complete => catalog.Entries.Where(entry => entry.Content is not null);

    /// <summary>A digest decides what is pulled, whatever the tag.</summary>
    private static bool KeepsItsTag(ImageReference source, ImageReference place) => source.Digest is not null || source.Tag == place.Tag;

    /// <summary>All ways in which manifests write a repository.</summary>
    private static IEnumerable<string> Spellings(ImageReference image)
    {
        if (image.Registry != DockerHub.Registry) return [image.Name];
        var isOfficial = image.Repository.StartsWith(DockerHub.Official, StringComparison.Ordinal);
        var names = isOfficial ? [image.Repository[DockerHub.Official.Length..], image.Repository] : new[] { image.Repository };
        return [.. names, .. names.Select(name => $"{DockerHub.Registry}/{name}")];
    }
}
