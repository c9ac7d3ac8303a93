namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary>What becomes of an object's dependents when it is deleted.</summary>
public enum PropagationPolicy
{
    /// <summary>They lose their owner and stay.</summary>
    Orphan,

    /// <summary>They are collected after the object has gone.</summary>
    Background,

    /// <summary>The object stays until they have gone.</summary>
    Foreground,
}
