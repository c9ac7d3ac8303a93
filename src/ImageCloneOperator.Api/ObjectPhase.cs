namespace ImageCloneOperator.Api;

/// <summary>How an object stands, in the order in which people want to see it: what needs them first.</summary>
public enum ObjectPhase
{
    /// <summary>Only a change by a person can help.</summary>
    Stalled,

    /// <summary>Work goes on.</summary>
    Reconciling,

    /// <summary>Nothing has been done for it yet.</summary>
    Waiting,

    /// <summary>All is done.</summary>
    Ready,
}
