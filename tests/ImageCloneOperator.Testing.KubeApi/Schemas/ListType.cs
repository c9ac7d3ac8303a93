namespace ImageCloneOperator.Testing.KubeApi.Schemas;

/// <summary><c>x-kubernetes-list-type</c>: who may own a list, the whole or its items.</summary>
public enum ListType
{
    Atomic,
    Set,
    Map,
}
