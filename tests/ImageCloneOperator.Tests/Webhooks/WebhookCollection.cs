namespace ImageCloneOperator.Tests.Webhooks;

/// <summary>One operator for all tests that only ask it.</summary>
[CollectionDefinition(Name)]
public sealed class WebhookCollection : ICollectionFixture<RunningWebhooks>
{
    public const string Name = "webhooks";
}
