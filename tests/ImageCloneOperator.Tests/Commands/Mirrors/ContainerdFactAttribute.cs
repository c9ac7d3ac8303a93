namespace ImageCloneOperator.Tests.Commands.Mirrors;

/// <summary>A test in which containerd is the node.</summary>
internal sealed class ContainerdFactAttribute : FactAttribute
{
    public ContainerdFactAttribute() => Skip = Containerd.Missing;
}
