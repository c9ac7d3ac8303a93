namespace ImageCloneOperator.Core.Backups;

/// <summary>What is done about the tag of a copy, by what it points to now.</summary>
public enum TagAction
{
    /// <summary>It points to the copy, and stays.</summary>
    Stay,

    /// <summary>The image is copied, and the tag moves to it.</summary>
    Copy,

    /// <summary>It points to what the source has now, whoever copied it: that becomes the copy.</summary>
    Adopt,

    /// <summary>It points to content that was there before the first copy, and stays. It counts, but is not called a copy.</summary>
    AdoptFound,

    /// <summary>Another writer has moved it away from the copy: it is set back.</summary>
    SetBack,

    /// <summary>Another writer has moved it away from the copy, and the policy lets it stay there.</summary>
    Leave,
}
