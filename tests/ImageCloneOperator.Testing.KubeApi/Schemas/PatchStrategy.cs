namespace ImageCloneOperator.Testing.KubeApi.Schemas;

/// <summary><c>x-kubernetes-patch-strategy</c>, which only built-in kinds have.</summary>
[Flags]
public enum PatchStrategy
{
    Replace = 0,
    Merge = 1,
    RetainKeys = 2,
}
