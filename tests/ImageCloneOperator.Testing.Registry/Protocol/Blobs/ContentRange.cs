using System.Globalization;

namespace ImageCloneOperator.Testing.Registry.Protocol.Blobs;

/// <summary>The Content-Range of a chunk: <c>first-last</c>, or as RFC 9110 writes it, <c>bytes first-last/total</c>.</summary>
internal static class ContentRange
{
    public static bool TryParse(string header, out long first, out long last)
    {
        var text = header.StartsWith("bytes ", StringComparison.OrdinalIgnoreCase) ? header[6..] : header;
        var bounds = text.Split('/')[0].Split('-');
        last = 0;
        return long.TryParse(bounds[0], NumberStyles.None, CultureInfo.InvariantCulture, out first)
            && bounds.Length == 2
            && long.TryParse(bounds[1], NumberStyles.None, CultureInfo.InvariantCulture, out last);
    }
}
