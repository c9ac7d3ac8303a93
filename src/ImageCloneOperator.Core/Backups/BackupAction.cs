namespace ImageCloneOperator.Core.Backups;

/// <summary>The next action for a backup.</summary>
public enum BackupAction
{
    /// <summary>Nothing until a time.</summary>
    Wait,

    /// <summary>The copy is checked: compared with its source, verified at the target, or both.</summary>
    Check,

    /// <summary>The copy that is at the target is adopted, whoever made it; where there is none, the image is copied.</summary>
    AdoptOrCopy,

    /// <summary>The copy is brought to what the source has.</summary>
    Copy,
}
