using ImageCloneOperator.EndToEnd.Tests.Support;

namespace ImageCloneOperator.EndToEnd.Tests;

public sealed class WebhookCertificateTests : SceneTests
{
    [Fact]
    public async Task A_bundle_that_somebody_drops_is_put_back()
    {
        await World.Webhooks.ReplaceAsync();

        await Wait.UntilAsync("each webhook has its bundle again", async () =>
            (await World.Webhooks.BundlesAsync()).All(bundle => bundle.StartsWith("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal)));
    }
}
