namespace ImageCloneOperator.Core.Backups;

/// <summary>What is known of a source's readiness to give an image to somebody.</summary>
public enum AccessAnswer
{
    /// <summary>Nobody has asked, or there was no answer.</summary>
    Unknown,

    /// <summary>The source gives the image.</summary>
    Given,

    /// <summary>The source has no such image for whoever asks.</summary>
    Refused,
}
