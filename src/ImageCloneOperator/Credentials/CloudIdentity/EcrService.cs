namespace ImageCloneOperator.Credentials.CloudIdentity;

/// <summary>One of the two services of Amazon ECR.</summary>
/// <param name="Name">For people.</param>
/// <param name="Signed">In signatures and in the endpoint's name.</param>
/// <param name="Target">What the header X-Amz-Target begins with.</param>
/// <param name="EndpointVariable">The variable that names another endpoint.</param>
internal sealed record EcrService(string Name, string Signed, string Target, string EndpointVariable)
{
    public static EcrService Private { get; } =
        new("Amazon ECR", "ecr", "AmazonEC2ContainerRegistry_V20150921", "AWS_ENDPOINT_URL_ECR");

    public static EcrService Public { get; } =
        new("Amazon ECR Public", "ecr-public", "SpencerFrontendService", "AWS_ENDPOINT_URL_ECR_PUBLIC");
}
