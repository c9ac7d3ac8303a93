using ImageCloneOperator.Kubernetes.Dynamic;
using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Tests.Coordination;

public sealed class LeasesInClusterTests(LiveCluster cluster) : IClassFixture<LiveCluster>
{
    [Fact]
    public async Task Leadership_goes_from_hand_to_hand_although_answers_are_lost()
    {
        await cluster.Client.CreateAsync(new V1Namespace { Metadata = new() { Name = "ns" } }, Bound.Token());
        cluster.Server.Faults.LoseResponse("create", "leases");
        cluster.Server.Faults.LoseResponse("update", "leases", times: 2);
        var candidates = new[] { "a", "b", "c" }
            .Select(name => new Candidate(name, cluster.Client, TimeProvider.System, retryPeriod: TimeSpan.FromMilliseconds(100)))
            .ToList();

        while (candidates.Count > 0)
        {
            await Eventually.True(() => candidates.Any(candidate => candidate.Leads));
            var leader = Assert.Single(candidates, candidate => candidate.Leads);
            candidates.Remove(leader);
            await leader.DisposeAsync();
        }

        var lease = await cluster.Client.GetAsync<V1Lease>("lock", "ns", Bound.Token());
        Assert.Equal(("", 1), (lease!.Spec.HolderIdentity, lease.Spec.LeaseDurationSeconds));
    }
}
