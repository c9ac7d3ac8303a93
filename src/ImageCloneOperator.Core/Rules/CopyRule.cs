namespace ImageCloneOperator.Core.Rules;

/// <summary>
/// Says when an image is copied, how often an Always tag is compared with its source, and how many earlier digests of a tag that moved stay
/// reachable at the target.
/// </summary>
public sealed record CopyRule(RecopyMode Recopy, TimeSpan Interval, int KeepPrevious)
{
    public static CopyRule Default { get; } = new(RecopyMode.WhenMissing, TimeSpan.FromMinutes(15), 3);
}
