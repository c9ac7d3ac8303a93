namespace ImageCloneOperator.Core.Retention;

/// <summary>An object of the cluster that names images: a workload, one of its revisions, or a pod.</summary>
public sealed record ImageUser(string Kind, string Namespace, string Name)
{
    public override string ToString() => $"{Kind} {Namespace}/{Name}";
}
