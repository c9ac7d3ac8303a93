using System.Text.Json;
using ImageCloneOperator.Commands.Catalogs;
using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Commands.Restore;

/// <summary>Says by which names the images of a catalogue are pulled from their copies.</summary>
internal sealed class Mapping(CatalogSelection catalog, CatalogPlan plan)
{
    private static readonly MappingJsonContext Json = new(ReadableJson.Of(MappingJsonContext.Default.Options));

    /// <exception cref="CatalogException">The format has no room for so many images.</exception>
    public string Write(MappingFormat format) => format switch
    {
        MappingFormat.Json => ToJson(),
        MappingFormat.Velero => ToVelero(),
        _ => ToKustomize(),
    };

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
            .SelectMany(image => ImageSpellings.OfName(image.First().Source).Select(name => (name, image.Key.Item2)))
            .Select(image => $"- name: {image.name}\n  newName: {image.Item2}\n");
        var notes = moved[false].Select(entry => $"# {entry.Source} has another tag there: {plan.PlaceOf(entry)}\n");
        return string.Concat(["images:\n", .. lines, .. notes, .. Missing]);
    }

    private string ToVelero()
    {
        var notes = VeleroModifiers.OtherKinds(Complete).Select(kind => $"# no rule changes the images of the kind {kind}\n");
        return string.Concat([new VeleroModifiers(plan).Write(Complete), .. notes, .. Missing]);
    }

    private IEnumerable<string> Missing =>
        plan.Missing.Select(entry => $"# {entry.Source} has no complete copy ({entry.Image.Reason})\n");

    private IEnumerable<CatalogEntry> Complete => catalog.Entries.Where(entry => entry.Content is not null);

    /// <summary>A digest decides what is pulled, whatever the tag.</summary>
    private static bool KeepsItsTag(ImageReference source, ImageReference place) => source.Digest is not null || source.Tag == place.Tag;
}
