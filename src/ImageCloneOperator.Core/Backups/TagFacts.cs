using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Policies;

namespace ImageCloneOperator.Core.Backups;

/// <summary>What decides about the tag of a copy.</summary>
public sealed record TagFacts
{
    /// <summary>What the tag points to at the target; null where it is not there.</summary>
    public Digest? There { get; init; }

    /// <summary>The copy; null before the first.</summary>
    public Digest? Copy { get; init; }

    /// <summary>The copy was there before the first one: see <see cref="TagAction.AdoptFound"/>.</summary>
    public bool IsFound { get; init; }

    /// <summary>What the source has now; null where it was not asked, or could not say.</summary>
    public Digest? Source { get; init; }

    /// <summary>What the source had when the copy was made.</summary>
    public Digest? SourceBefore { get; init; }

    /// <summary>Platforms are left out, so that a copy has another digest than its source.</summary>
    public bool IsFiltered { get; init; }

    /// <summary>The tag follows its source.</summary>
    public bool Follows { get; init; }

    /// <summary>Somebody asks for a fresh copy.</summary>
    public bool IsRequested { get; init; }

    public ConflictRule OnConflict { get; init; }

    /// <summary>The one decision about a copy's tag.</summary>
    public TagAction Decide()
    {
        if (There is null || IsRequested) return TagAction.Copy;
        if (There == Copy) return HasToFollow ? TagAction.Copy : TagAction.Stay;
        if (There == Source && !IsFiltered) return TagAction.Adopt;
        // An Always tag is to be what its source has, and what it was before stays reachable by its anchor.
        if (Copy is null) return Follows ? TagAction.Copy : TagAction.AdoptFound;
        if (IsFound && !Follows) return TagAction.AdoptFound;
        if (OnConflict == ConflictRule.Keep) return TagAction.Leave;
        return HasToFollow ? TagAction.Copy : TagAction.SetBack;
    }

    private bool HasToFollow => Follows && Source is not null && Source != SourceBefore;
}
