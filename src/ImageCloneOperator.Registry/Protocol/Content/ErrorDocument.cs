using System.Text.Json;

namespace ImageCloneOperator.Registry.Protocol.Content;

/// <summary>The registry's own words (distribution-spec, Error Codes).</summary>
internal sealed record ErrorDocument
{
    private const int LongestText = 500;

    public IReadOnlyList<ErrorEntry?>? Errors { get; init; }

    /// <returns>Codes and one line of text; both empty when the body says nothing.</returns>
    public static (IReadOnlyList<string> Codes, string Text) Read(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty) return ([], "");
        try
        {
            var errors = JsonSerializer.Deserialize(body, RegistryJson.Default.ErrorDocument)?.Errors ?? [];
            var codes = errors.Select(error => error?.Code ?? "").Where(code => code.Length > 0).ToList();
            return (codes, Shorten(string.Join("; ", errors.OfType<ErrorEntry>().Select(error => error.ToString()))));
        }
        catch (JsonException)
        {
            return ([], "");
        }
    }

    private static string Shorten(string text)
    {
        var line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        return line.Length <= LongestText ? line : line[..LongestText] + "…";
    }
}
