namespace ImageCloneOperator.Kubernetes.Client;

public enum PatchFormat
{
    Json,
    Merge,
    Apply,
}
