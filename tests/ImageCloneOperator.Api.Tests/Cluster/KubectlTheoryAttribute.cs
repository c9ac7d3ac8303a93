namespace ImageCloneOperator.Api.Tests.Cluster;

/// <summary><see cref="KubectlFactAttribute"/> with data.</summary>
internal sealed class KubectlTheoryAttribute : TheoryAttribute
{
    public KubectlTheoryAttribute() => Skip = KubectlOnPath.Missing;
}
