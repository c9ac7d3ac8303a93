using ImageCloneOperator.EndToEnd.Tests.Support;

namespace ImageCloneOperator.EndToEnd.Tests.Removal;

/// <summary>The cluster of KUBECONFIG, or one of our own, with no operator but those that a test starts.</summary>
public sealed class WholeClusterWorld : FaultWorld
{
    private protected override async Task<LiveCluster> ClusterAsync()
    {
        await World.EndAsync();
        return await LiveCluster.GivenOrOwnAsync();
    }
}
