using System.Text;
using ImageCloneOperator.Kubernetes.Dynamic;
using k8s.Models;

namespace ImageCloneOperator.Tests.Webhooks.Certificates;

public sealed class ReplicaTests(LiveCluster cluster) : IClassFixture<LiveCluster>
{
    private const string Secret = "image-clone-operator-webhook-tls";
    private const string Namespace = "image-clone-system";

    [Fact]
    public async Task Each_replica_serves_at_all_times_what_the_bundle_trusts_also_when_everything_is_made_anew()
    {
        await cluster.ApplyAsync<V1Namespace>($"{{apiVersion: v1, kind: Namespace, metadata: {{name: {Namespace}}}}}");
        await cluster.ApplyAsync<V1MutatingWebhookConfiguration>(
            await File.ReadAllTextAsync(Checkout.PathOf("config", "webhook", "mutating.yaml")));
        await using var one = await OperatorHost.StartAsync(cluster, "one");
        await using var other = await OperatorHost.StartAsync(cluster, "other");
        Uri[] replicas = [OperatorHost.Address(one, "https"), OperatorHost.Address(other, "https")];
        var first = await SameAsync(replicas, "");

        await cluster.Client.DeleteAsync<V1Secret>(Secret, Namespace, null, CancellationToken.None);

        Assert.NotEqual(first, await SameAsync(replicas, first));
        Assert.Equal(2, (await BundleAsync()).Split("BEGIN CERTIFICATE").Length - 1);
        await Task.WhenAll(one.StopAsync(), other.StopAsync());
    }

    /// <summary>
    /// Shakes hands with all until they serve one certificate that is not the one before; whatever they serve must be trusted.
    /// </summary>
    private async Task<string> SameAsync(Uri[] replicas, string before)
    {
        var served = "";
        await Eventually.True(
            async () =>
            {
                var bundle = await BundleAsync();
                var all = await Task.WhenAll(replicas.Select(
                    replica => bundle.Length == 0 ? Task.FromResult<string?>(null) : Handshake.ServedAsync(replica, bundle)));
                served = all[0] ?? "";
                return served.Length > 0 && served != before && all.All(each => each == served);
            },
            pause: Handshake.Pause);
        return served;
    }

    private async Task<string> BundleAsync() => Encoding.ASCII.GetString(
        (await cluster.GetAsync<V1MutatingWebhookConfiguration>("image-clone-operator", null))!.Webhooks![0].ClientConfig!.CaBundle ?? []);
}
