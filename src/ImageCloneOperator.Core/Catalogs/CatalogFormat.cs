using System.Text.Json;

namespace ImageCloneOperator.Core.Catalogs;

/// <summary>The catalogue as bytes.</summary>
public static class CatalogFormat
{
    /// <summary>The type of the artefact and of its one layer.</summary>
    public const string MediaType = "application/vnd.imageclone.catalog.v1+json";

    /// <summary>Some 20,000 images.</summary>
    public const int MaxBytes = 32 << 20;

    public static byte[] Write(CatalogDocument document) =>
        JsonSerializer.SerializeToUtf8Bytes(document, CatalogJsonContext.Default.CatalogDocument);

    /// <exception cref="FormatException">It is no catalogue, or one of a later version.</exception>
    public static CatalogDocument Read(ReadOnlySpan<byte> content)
    {
        try
        {
            var document = JsonSerializer.Deserialize(content, CatalogJsonContext.Default.CatalogDocument)
                ?? throw new FormatException("it is empty");
            return document.Version == CatalogDocument.CurrentVersion
                ? document
                : throw new FormatException(
                    $"its version is {document.Version}, and this program reads version {CatalogDocument.CurrentVersion}: use a newer one");
        }
        catch (JsonException malformed)
        {
            throw new FormatException($"it is not valid ({malformed.Message})", malformed);
        }
    }
}
