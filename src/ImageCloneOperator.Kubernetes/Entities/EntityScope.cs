namespace ImageCloneOperator.Kubernetes.Entities;

public enum EntityScope
{
    Namespaced,
    Cluster,
}
