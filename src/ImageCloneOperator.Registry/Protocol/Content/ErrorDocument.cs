using System.Text;
using System.Text.Json;
using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Registry.Protocol.Content;

/// <summary>The registry's own words (distribution-spec, Error Codes).</summary>
internal sealed record ErrorDocument
{
    /// <summary>A longer body is no line for people.</summary>
    private const int LongestLine = 500;

    public IReadOnlyList<ErrorEntry?>? Errors { get; init; }

    /// <summary>Some registries, and what stands before them, answer <c>{"message": …}</c> instead.</summary>
    public string? Message { get; init; }

    /// <returns>Codes and one line of text; both empty when the body says nothing to people.</returns>
    public static (IReadOnlyList<string> Codes, string Text) Read(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty) return ([], "");
        try
        {
            if (JsonSerializer.Deserialize(body, RegistryJson.Default.ErrorDocument) is not { } document) return ([], "");
            var errors = (document.Errors ?? []).OfType<ErrorEntry>().ToList();
            var text = errors.Count > 0 ? string.Join("; ", errors.Select(error => error.ToString())) : document.Message ?? "";
            return ([.. errors.Select(error => error.Code ?? "").Where(code => code.Length > 0)], ShortText.OfForeign(text));
        }
        catch (JsonException)
        {
            return ([], PlainText(body));
        }
    }

    /// <summary>One plain line is for people; markup and damaged JSON are not.</summary>
    private static string PlainText(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body).Trim();
        return text.Length <= LongestLine && text.IndexOfAny(['<', '{', '[', '\n', '\uFFFD']) < 0 ? ShortText.OfForeign(text) : "";
    }
}
