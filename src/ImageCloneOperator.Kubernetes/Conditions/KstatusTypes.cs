namespace ImageCloneOperator.Kubernetes.Conditions;

/// <summary>
/// The condition types that kstatus knows (sigs.k8s.io/cli-utils/pkg/kstatus), and so <c>kubectl wait</c>, Argo CD and Flux.
/// </summary>
public static class KstatusTypes
{
    /// <summary>Always there.</summary>
    public const string Ready = "Ready";

    /// <summary>There while the controller works on it, True.</summary>
    public const string Reconciling = "Reconciling";

    /// <summary>There while only a person's change can help, True.</summary>
    public const string Stalled = "Stalled";
}
