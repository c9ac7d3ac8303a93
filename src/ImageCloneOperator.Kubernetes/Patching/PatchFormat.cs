namespace ImageCloneOperator.Kubernetes.Patching;

public enum PatchFormat
{
    Json,
    Merge,
    Apply,
}
