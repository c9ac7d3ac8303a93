namespace ImageCloneOperator.Kubernetes.Coordination;

/// <summary>The replicas of an operator on which a controller runs.</summary>
public enum Replicas
{
    /// <summary>The one that leads.</summary>
    Leader,

    /// <summary>All that take part: they share the keys among them, and one that can no longer say that it lives stops.</summary>
    Members,

    /// <summary>Every one, whatever becomes of its leases.</summary>
    All,
}
