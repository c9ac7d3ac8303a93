namespace ImageCloneOperator.Core.Planning;

public enum RewriteMode
{
    None,

    /// <summary>The pod template of the workload is changed.</summary>
    Workload,

    /// <summary>Each pod is changed as it is created.</summary>
    Pod,
}
