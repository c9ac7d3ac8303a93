using ImageCloneOperator.Commands.Catalogs;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Targets;

namespace ImageCloneOperator.Commands.Mirrors;

/// <summary>Which copies nodes can pull by their own names, and what they cannot.</summary>
/// <param name="Registries">Those with an image that can.</param>
/// <param name="Unreachable">A line for each image that cannot, or has no copy.</param>
/// <param name="Example">A copy that can.</param>
internal sealed record MirrorPlan(
    IReadOnlyList<MirroredRegistry> Registries, IReadOnlyList<string> Unreachable, ImageReference Example)
{
    /// <exception cref="CatalogException">No image can be pulled so.</exception>
    public static MirrorPlan Of(MirroredCopies copies)
    {
        var target = copies.Target;
        if (target.Layout != TargetLayout.Nested)
        {
            throw new CatalogException(
                "the copies are named by the layout Flat, and nodes can only put something before a name; "
                + "only a policy with target.layout: Nested has copies for this");
        }

        var reached = copies.Entries.ToLookup(
            entry => entry.Content is not null && MirroredRegistry.Reaches(target, entry.Source, entry.Copy));
        List<MirroredRegistry> registries =
        [
            .. reached[true].Select(entry => entry.Source.Registry).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Select(name => new MirroredRegistry(name, target, copies.IsPlain(name), copies.IsPlain(target.Registry))),
        ];
        return registries.Count > 0
            ? new MirrorPlan(registries, [.. reached[false].Select(Explain)], reached[true].First().Copy)
            : throw new CatalogException("there is no image that nodes could pull so");
    }

    private static string Explain(CatalogEntry entry) => entry.Content is null
        ? $"{entry.Source}: it has no complete copy ({entry.Image.Reason})"
        : $"{entry.Source}: its copy has another name, {entry.Copy}; only the operator's rewrite, or restore --map, leads there";
}
