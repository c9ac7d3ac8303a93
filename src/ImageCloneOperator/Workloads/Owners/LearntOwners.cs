using ImageCloneOperator.Kubernetes.Resources;
using ImageCloneOperator.Kubernetes.Sources;

namespace ImageCloneOperator.Workloads.Owners;

/// <summary>Wakes the ImageBackups of pods whose owners have been read.</summary>
internal sealed class LearntOwners
{
    public ChannelSource<EntityKey> Backups { get; } = new();
}
