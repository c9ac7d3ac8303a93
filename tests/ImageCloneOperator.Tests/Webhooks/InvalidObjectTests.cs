using ImageCloneOperator.Testing.Invalid;

namespace ImageCloneOperator.Tests.Webhooks;

[Collection(WebhookCollection.Name)]
public sealed class InvalidObjectTests(RunningWebhooks webhooks)
{
    [Fact]
    public async Task Invalid_objects_are_refused_with_field_and_way_out()
    {
        foreach (var invalid in InvalidObjects.All.Where(invalid => invalid.IsReadable))
        {
            var review = invalid.Kind == "BackupPolicy" ? Reviews.OfPolicy(invalid.Manifest) : Reviews.OfBackup(invalid.Manifest);

            var response = await webhooks.AskAsync("/validate", review);

            Assert.False((bool)response["allowed"]!, invalid.Name);
            var causes = response["status"]!["details"]!["causes"]!.AsArray();
            Assert.All(causes, cause => Assert.Equal(invalid.Field, (string?)cause!["field"]));
            Assert.Contains(causes, cause => ((string)cause!["message"]!).Contains(invalid.Says, StringComparison.Ordinal));
        }
    }
}
