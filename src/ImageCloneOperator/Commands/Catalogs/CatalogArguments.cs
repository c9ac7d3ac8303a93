using ImageCloneOperator.Core.Catalogs;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Rules;

namespace ImageCloneOperator.Commands.Catalogs;

/// <summary>Which catalogue, and which of its images.</summary>
/// <param name="Reference">Its place.</param>
/// <param name="At">As it was at this time; null for now.</param>
/// <param name="Only">Globs on the sources' repositories; none for all.</param>
internal sealed record CatalogArguments(ImageReference Reference, DateTimeOffset? At, IReadOnlyList<Glob> Only)
{
    /// <summary>It says what was there once, not what is there now.</summary>
    public bool IsPast => At is not null || (Reference.Tag is { } tag && CatalogTag.IsPoint(tag));

    public bool Selects(ImageReference source) => Only.Count == 0 || Only.Any(glob => glob.Matches(source.Name));
}
