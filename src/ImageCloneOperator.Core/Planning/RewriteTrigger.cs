namespace ImageCloneOperator.Core.Planning;

public enum RewriteTrigger
{
    Ready,

    /// <summary>Only while the source cannot be reached.</summary>
    SourceUnavailable,
}
