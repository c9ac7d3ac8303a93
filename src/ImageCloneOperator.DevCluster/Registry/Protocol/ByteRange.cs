using System.Net.Http.Headers;

namespace ImageCloneOperator.DevCluster.Registry.Protocol;

/// <summary>A stretch of a blob.</summary>
internal readonly record struct ByteRange(long Offset, long Count, bool IsPart)
{
    public static ByteRange Whole(long length) => new(0, length, IsPart: false);

    /// <summary>The range that a Range header asks for; null when no byte of the blob lies in it. Several ranges count as none.</summary>
    public static ByteRange? Parse(string? header, long length)
    {
        if (!RangeHeaderValue.TryParse(header, out var value) || value is not { Unit: "bytes", Ranges.Count: 1 })
            return Whole(length);
        var range = value.Ranges.First();
        var from = range.From ?? Math.Max(0, length - range.To!.Value);
        var to = range.From is null ? length - 1 : Math.Min(range.To ?? long.MaxValue, length - 1);
        return from > to ? null : new ByteRange(from, to - from + 1, IsPart: true);
    }
}
