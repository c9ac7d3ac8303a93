using System.Net.Http.Headers;
using System.Text;
using ImageCloneOperator.Core.Credentials;
using ImageCloneOperator.Core.Credentials.Clouds;

namespace ImageCloneOperator.Credentials.CloudIdentity;

/// <summary>
/// Amazon ECR, private and public
/// (https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html).
/// </summary>
internal sealed class AwsCloud(CloudHttp http, CloudEnvironment environment, TimeProvider time) : ICloud
{
    private const string Body = "{}";
    private static readonly Ecr Private = new("Amazon ECR", "ecr", "AmazonEC2ContainerRegistry_V20150921", "AWS_ENDPOINT_URL_ECR");
    private static readonly Ecr Public = new("Amazon ECR Public", "ecr-public", "SpencerFrontendService", "AWS_ENDPOINT_URL_ECR_PUBLIC");

    private readonly AwsKeys _keys = new(http, environment);

    /// <summary>A token serves for all registries of a region that its owner may use.</summary>
    public string ScopeOf(string host) => host == CloudHost.EcrPublic ? host : CloudHost.EcrPlace(host)?.Region ?? "";

    public async Task<CloudToken> TokenAsync(string host, bool asksMetadata, CancellationToken cancellationToken)
    {
        var isPublic = host == CloudHost.EcrPublic;
        var (region, domain) = isPublic ? ("us-east-1", "amazonaws.com") : CloudHost.EcrPlace(host) ?? (Region(), "amazonaws.com");
        var key = await _keys.FindAsync(region, domain, asksMetadata, cancellationToken);
        var service = isPublic ? Public : Private;
        using var request = Request(service, key, region, domain);
        var answer = await http.AskAsync(service.Name, request, cancellationToken);
        var found = isPublic
            ? CloudHttp.Read(service.Name, answer, CloudJsonContext.Default.EcrPublicAnswer).Data
            : CloudHttp.Read(service.Name, answer, CloudJsonContext.Default.EcrAnswer).Data is [var first, ..] ? first : null;
        return Token(found) ?? throw new CloudIdentityException($"{service.Name} sent an answer without a token");
    }

    private string Region() =>
        environment.Find("AWS_REGION") ?? environment.Find("AWS_DEFAULT_REGION")
            ?? throw new CloudIdentityException("neither the registry's name nor the environment variable AWS_REGION says a region");

    private HttpRequestMessage Request(Ecr service, AwsKey key, string region, string domain)
    {
        var endpoint = environment.Endpoint(
            [service.EndpointVariable, "AWS_ENDPOINT_URL"], $"https://api.{service.Signed}.{region}.{domain}/");
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint)
        {
            Content = new StringContent(Body, new MediaTypeHeaderValue("application/x-amz-json-1.1")),
        };
        var headers = new Dictionary<string, string>
        {
            ["Host"] = endpoint.Authority,
            ["X-Amz-Date"] = AwsSignature.Date(time.GetUtcNow()),
            ["X-Amz-Target"] = $"{service.Target}.GetAuthorizationToken",
        };
        if (key.Session is { } session) headers["X-Amz-Security-Token"] = session;
        var signature = AwsSignature.Of(
            key, region, service.Signed, "POST", endpoint.AbsolutePath, headers, Encoding.UTF8.GetBytes(Body));
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        request.Headers.TryAddWithoutValidation("Authorization", signature);
        return request;
    }

    private static CloudToken? Token(EcrAuthorization? answer)
    {
        if (answer is not { Token: { } token, ExpiresAt: { } ends }) return null;
        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length)
            && Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is [var user, var password]
                ? new CloudToken(
                    new RegistryCredential { Username = user, Password = password },
                    DateTimeOffset.FromUnixTimeMilliseconds((long)(ends * 1000)))
                : null;
    }

    /// <param name="Name">For people.</param>
    /// <param name="Signed">In signatures and in the endpoint's name.</param>
    /// <param name="Target">What the header X-Amz-Target begins with.</param>
    /// <param name="EndpointVariable">The variable that names another endpoint.</param>
    private sealed record Ecr(string Name, string Signed, string Target, string EndpointVariable);
}
