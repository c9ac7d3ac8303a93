namespace ImageCloneOperator.Api.Tests.Cluster;

/// <summary>A test in which kubectl is the user; skipped where it is not installed.</summary>
internal sealed class KubectlFactAttribute : FactAttribute
{
    public KubectlFactAttribute() => Skip = KubectlOnPath.Missing;
}
