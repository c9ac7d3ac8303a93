using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Credentials.Secrets;

namespace ImageCloneOperator.Tests.Credentials;

public sealed class SecretCacheTests(LiveCluster cluster) : IClassFixture<LiveCluster>
{
    [Fact]
    public async Task Read_of_a_secret_does_not_wait_for_the_many_of_another_namespace()
    {
        cluster.Server.Faults.Delay("get", "secrets", TimeSpan.FromMilliseconds(200), times: int.MaxValue);
        using var secrets = new SecretCache(cluster.Client, TimeProvider.System);
        Task[] flood =
        [
            .. Enumerable.Range(0, 100).Select(i => secrets.SecretAsync(new SecretName("default", $"invented-{i}"), Bound.Token())),
        ];

        await secrets.SecretAsync(new SecretName("kube-system", "own"), Bound.Token());

        Assert.InRange(flood.Count(read => read.IsCompleted), 0, 50);
        cluster.Server.Faults.Clear();
        await Task.WhenAll(flood);
    }
}
