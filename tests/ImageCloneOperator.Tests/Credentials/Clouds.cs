using ImageCloneOperator.Credentials.CloudIdentity;

namespace ImageCloneOperator.Tests.Credentials;

internal static class Clouds
{
    /// <summary>Of a pod that has no identity in any cloud.</summary>
    public static CloudIdentities None { get; } = new(new CloudEnvironment(_ => null), TimeProvider.System);
}
