using System.Net.Http.Headers;
using System.Text;
using ImageCloneOperator.Core.Credentials.Clouds;

namespace ImageCloneOperator.Credentials.CloudIdentity;

/// <summary>Calls Amazon ECR's own API with the pod's access key (https://docs.aws.amazon.com/AmazonECR/latest/APIReference).</summary>
internal sealed class EcrClient(CloudHttp http, CloudEnvironment environment, TimeProvider time)
{
    private readonly AwsKeys _keys = new(http, environment);

    /// <param name="service">Private or public.</param>
    /// <param name="host">The registry, whose name says the region.</param>
    /// <param name="action">Such as GetAuthorizationToken.</param>
    /// <param name="body">Its parameters, as JSON.</param>
    /// <param name="asksMetadata">Whether the metadata server of the machine may be asked for the key.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CloudIdentityException">There is no identity, or it is refused.</exception>
    public async Task<string> CallAsync(
        EcrService service, string host, string action, string body, bool asksMetadata, CancellationToken cancellationToken)
    {
        var (region, domain) = service == EcrService.Public
            ? ("us-east-1", "amazonaws.com")
            : CloudHost.EcrPlace(host) ?? (Region(), "amazonaws.com");
        var key = await _keys.FindAsync(region, domain, asksMetadata, cancellationToken);
        var endpoint = environment.Endpoint(
            [service.EndpointVariable, "AWS_ENDPOINT_URL"], $"https://api.{service.Signed}.{region}.{domain}/");
        using var request = Signed(service, action, body, key, region, endpoint);
        return await http.AskAsync(service.Name, request, cancellationToken);
    }

    private string Region() =>
        environment.Find("AWS_REGION") ?? environment.Find("AWS_DEFAULT_REGION")
            ?? throw new CloudIdentityException("neither the registry's name nor the environment variable AWS_REGION says a region");

    private HttpRequestMessage Signed(EcrService service, string action, string body, AwsKey key, string region, Uri endpoint)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint)
        {
            Content = new StringContent(body, new MediaTypeHeaderValue("application/x-amz-json-1.1")),
        };
        var headers = new Dictionary<string, string>
        {
            ["Host"] = endpoint.Authority,
            ["X-Amz-Date"] = AwsSignature.Date(time.GetUtcNow()),
            ["X-Amz-Target"] = $"{service.Target}.{action}",
        };
        if (key.Session is { } session) headers["X-Amz-Security-Token"] = session;
        var signature = AwsSignature.Of(
            key, region, service.Signed, "POST", endpoint.AbsolutePath, headers, Encoding.UTF8.GetBytes(body));
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        request.Headers.TryAddWithoutValidation("Authorization", signature);
        return request;
    }
}
