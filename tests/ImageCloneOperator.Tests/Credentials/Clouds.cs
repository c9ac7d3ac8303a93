using ImageCloneOperator.Credentials.CloudIdentity;
using ImageCloneOperator.Credentials.Repositories;

namespace ImageCloneOperator.Tests.Credentials;

/// <summary>Those of a pod that has no identity in any cloud.</summary>
internal static class Clouds
{
    private static readonly CloudHttp Http = new();
    private static readonly CloudEnvironment Environment = new(_ => null);

    public static CloudIdentities None { get; } = new(Http, Environment, TimeProvider.System);

    public static EcrRepositories NoRepositories { get; } = new(Http, Environment, TimeProvider.System);
}
