namespace ImageCloneOperator.Core.Backups;

/// <summary>Whether a restore would work, from good to bad.</summary>
public enum RestorableState
{
    /// <summary>Every image has a copy that was found whole, and that serves the cluster's nodes.</summary>
    CopiesVerified,

    /// <summary>Some copies could not be looked at for long.</summary>
    CopiesUnverified,

    /// <summary>Some copies do not serve a platform of the cluster's nodes.</summary>
    PlatformsMissing,

    /// <summary>Some images have no copy.</summary>
    CopiesMissing,
}
