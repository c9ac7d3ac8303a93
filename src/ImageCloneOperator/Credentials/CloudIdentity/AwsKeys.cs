using System.Net;
using ImageCloneOperator.Core.Credentials.Clouds;

namespace ImageCloneOperator.Credentials.CloudIdentity;

/// <summary>
/// The pod's access key, in the order of AWS' SDKs: environment, web identity (IRSA), container endpoint (Pod Identity), instance
/// (https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html).
/// </summary>
internal sealed class AwsKeys(CloudHttp http, CloudEnvironment environment)
{
    private const string Instance = "the instance's metadata service";

    private static readonly IPAddress[] ContainerEndpoints =
        [IPAddress.Parse("169.254.170.2"), IPAddress.Parse("169.254.170.23"), IPAddress.Parse("fd00:ec2::23")];

    /// <exception cref="CloudIdentityException">There is none, or it is refused.</exception>
    public async Task<AwsKey> FindAsync(string region, string domain, bool asksMetadata, CancellationToken cancellationToken)
    {
        if (environment.Find("AWS_ACCESS_KEY_ID") is { } id)
            return new AwsKey(id, environment.Require("AWS_SECRET_ACCESS_KEY"), environment.Find("AWS_SESSION_TOKEN"));
        if (environment.Find("AWS_WEB_IDENTITY_TOKEN_FILE") is { } file)
            return await OfWebIdentityAsync(file, region, domain, cancellationToken);
        if (environment.Find("AWS_CONTAINER_CREDENTIALS_FULL_URI") is { } uri) return await OfContainerAsync(uri, cancellationToken);
        if (asksMetadata && environment.Find("AWS_EC2_METADATA_DISABLED") is not ("true" or "True" or "TRUE"))
            return await OfInstanceAsync(cancellationToken);
        throw new CloudIdentityException("the environment names no identity of AWS") { IsAbsent = true };
    }

    private async Task<AwsKey> OfWebIdentityAsync(string file, string region, string domain, CancellationToken cancellationToken)
    {
        var endpoint = environment.Endpoint(["AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL"], $"https://sts.{region}.{domain}/");
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["Action"] = "AssumeRoleWithWebIdentity",
                ["Version"] = "2011-06-15",
                ["RoleArn"] = environment.Require("AWS_ROLE_ARN"),
                ["RoleSessionName"] = environment.Find("AWS_ROLE_SESSION_NAME") ?? "image-clone-operator",
                ["WebIdentityToken"] = await CloudEnvironment.ReadAsync("AWS_WEB_IDENTITY_TOKEN_FILE", file, cancellationToken),
            }),
        };
        var answer = await http.AskAsync("AWS STS", request, cancellationToken);
        return new AwsKey(Element("AccessKeyId"), Element("SecretAccessKey"), Element("SessionToken"));

        // One flat document whose values have nothing to unescape.
        string Element(string name)
        {
            var start = answer.IndexOf($"<{name}>", StringComparison.Ordinal) + name.Length + 2;
            var end = answer.IndexOf($"</{name}>", StringComparison.Ordinal);
            return start < name.Length + 2 || end < start
                ? throw new CloudIdentityException($"AWS STS sent an answer without {name}")
                : answer[start..end].Trim();
        }
    }

    private async Task<AwsKey> OfContainerAsync(string uri, CancellationToken cancellationToken)
    {
        const string Name = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
        if (!Uri.TryCreate(uri, UriKind.Absolute, out var endpoint) || !IsContainerEndpoint(endpoint))
            throw new CloudIdentityException($"{Name} is no https URL, and none of loopback or of the addresses that AWS names");
        using var request = new HttpRequestMessage(HttpMethod.Get, endpoint);
        var token = environment.Find("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") is { } file
            ? await CloudEnvironment.ReadAsync("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", file, cancellationToken)
            : environment.Find("AWS_CONTAINER_AUTHORIZATION_TOKEN");
        if (token is not null && !request.Headers.TryAddWithoutValidation("Authorization", token))
            throw new CloudIdentityException("the authorization token for AWS' container endpoint is no header's value");
        return Key("AWS' container endpoint", await http.AskMachineAsync("AWS' container endpoint", request, cancellationToken));
    }

    /// <summary>The metadata service of an instance, in its second version.</summary>
    private async Task<AwsKey> OfInstanceAsync(CancellationToken cancellationToken)
    {
        var root = environment.Endpoint(["AWS_EC2_METADATA_SERVICE_ENDPOINT"], "http://169.254.169.254/");
        using var login = new HttpRequestMessage(HttpMethod.Put, new Uri(root, "latest/api/token"));
        login.Headers.Add("X-aws-ec2-metadata-token-ttl-seconds", "300");
        var session = await http.AskMachineAsync(Instance, login, cancellationToken, IsItsAnswer);
        var role = (await GetAsync("")).Split('\n')[0].Trim();
        return Key(Instance, await GetAsync(Uri.EscapeDataString(role)));

        async Task<string> GetAsync(string name)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(root, $"latest/meta-data/iam/security-credentials/{name}"));
            request.Headers.TryAddWithoutValidation("X-aws-ec2-metadata-token", session);
            return await http.AskMachineAsync(Instance, request, cancellationToken, IsItsAnswer);
        }
    }

    /// <summary>Other clouds have something else at this address; an instance without a role has nothing there.</summary>
    private static bool IsItsAnswer(HttpResponseMessage response) =>
        response.StatusCode is not (HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed);

    private static bool IsContainerEndpoint(Uri uri) =>
        uri.Scheme == "https"
        || (uri.Scheme == "http"
            && (uri.IsLoopback || (IPAddress.TryParse(uri.DnsSafeHost, out var address) && ContainerEndpoints.Contains(address))));

    private static AwsKey Key(string what, string json) =>
        CloudHttp.Read(
            what, json, CloudJsonContext.Default.AwsCredentialAnswer) is { AccessKeyId: { } id, SecretAccessKey: { } secret } found
            ? new AwsKey(id, secret, found.Token)
            : throw new CloudIdentityException($"{what} sent an answer without a key");
}
