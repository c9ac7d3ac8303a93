using System.Globalization;
using System.Text.RegularExpressions;

namespace ImageCloneOperator.Testing.Registry.Protocol.Blobs;

/// <summary>A stretch of a blob.</summary>
internal readonly partial record struct ByteRange(long Offset, long Count, bool IsPart)
{
    public static ByteRange Whole(long length) => new(0, length, IsPart: false);

    /// <summary>The range that a Range header asks for; null when no byte of the blob lies in it. Several ranges count as none.</summary>
    public static ByteRange? Parse(string? header, long length)
    {
        var match = Pattern().Match(header ?? "");
        if (!match.Success)
            return Whole(length);
        var (first, last) = (Number(match.Groups["first"]), Number(match.Groups["last"]));
        var from = first ?? Math.Max(0, length - last!.Value);
        var to = first is null ? length - 1 : Math.Min(last ?? long.MaxValue, length - 1);
        return from > to ? null : new ByteRange(from, to - from + 1, IsPart: true);
    }

    private static long? Number(Group group) => group.Length == 0 ? null : long.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\Abytes=((?<first>[0-9]{1,18})-(?<last>[0-9]{0,18})|-(?<last>[0-9]{1,18}))\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pattern();
}
