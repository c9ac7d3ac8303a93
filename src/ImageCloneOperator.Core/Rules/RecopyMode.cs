namespace ImageCloneOperator.Core.Rules;

public enum RecopyMode
{
    /// <summary>Copied once, and again only when the target has lost it.</summary>
    WhenMissing,

    /// <summary>Compared with its source at an interval, and copied when it differs.</summary>
    Always,

    Never,
}
