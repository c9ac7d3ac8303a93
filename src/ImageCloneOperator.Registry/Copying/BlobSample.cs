using System.Runtime.InteropServices;

namespace ImageCloneOperator.Registry.Copying;

/// <summary>
/// Which blobs of an image a verification asks for: so many at a time, others in each round, until all have had their turn.
/// </summary>
/// <param name="Count">How many at most.</param>
/// <param name="Round">A number that rises with each verification of the image.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct BlobSample(int Count, long Round = 0)
{
    public static BlobSample All { get; } = new(int.MaxValue);

    /// <summary>They are read whole and compared with their digests.</summary>
    public bool IsRead { get; init; }

    internal IReadOnlyList<T> Of<T>(IReadOnlyList<T> sorted)
    {
        if (sorted.Count <= Count) return sorted;
        // Not Round * Count, which may overflow.
        var start = Round % sorted.Count * Count % sorted.Count;
        return [.. Enumerable.Range(0, Count).Select(i => sorted[(int)((start + i) % sorted.Count)])];
    }
}
