using ImageCloneOperator.Testing.KubeApi.Schemas.BuiltIn;

namespace ImageCloneOperator.Testing.KubeApi.Schemas.Reading;

/// <summary>
/// Words what <c>fieldValidation</c> Warn (one warning each) and Strict (one error for all) say about unknown and duplicate fields.
/// </summary>
public static class StrictDecoding
{
    /// <param name="unknown">Paths from <see cref="KindSchema.Prune"/>.</param>
    /// <param name="duplicates">Paths from <see cref="DuplicateFields.Find"/>.</param>
    public static IReadOnlyList<string> Warnings(IEnumerable<string> unknown, IEnumerable<string> duplicates) =>
        [.. duplicates.Select(path => $"duplicate field \"{path}\""), .. unknown.Select(path => $"unknown field \"{path}\"")];

    /// <summary>The message of the 400 that Strict answers with.</summary>
    public static string Error(KindSchema kind, IEnumerable<string> warnings) =>
        $"{kind.Kind} in version \"{kind.Version}\" cannot be handled as a {kind.Kind}: "
        + $"strict decoding error: {string.Join(", ", warnings)}";
}
