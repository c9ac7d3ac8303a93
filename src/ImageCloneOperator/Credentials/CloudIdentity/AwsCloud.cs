using System.Text;
using ImageCloneOperator.Core.Credentials;
using ImageCloneOperator.Core.Credentials.Clouds;

namespace ImageCloneOperator.Credentials.CloudIdentity;

/// <summary>
/// Logs in to Amazon ECR, private and public
/// (https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html).
/// </summary>
internal sealed class AwsCloud(CloudHttp http, CloudEnvironment environment, TimeProvider time) : ICloud
{
    private readonly EcrClient _ecr = new(http, environment, time);

    /// <summary>A token serves for all registries of a region that its owner may use.</summary>
    public string ScopeOf(string host) => host == CloudHost.EcrPublic ? host : CloudHost.EcrPlace(host)?.Region ?? "";

    public async Task<CloudToken> TokenAsync(string host, bool asksMetadata, CancellationToken cancellationToken)
    {
        var service = host == CloudHost.EcrPublic ? EcrService.Public : EcrService.Private;
        var answer = await _ecr.CallAsync(service, host, "GetAuthorizationToken", "{}", asksMetadata, cancellationToken);
        var found = service == EcrService.Public
            ? CloudHttp.Read(service.Name, answer, CloudJsonContext.Default.EcrPublicAnswer).Data
            : CloudHttp.Read(service.Name, answer, CloudJsonContext.Default.EcrAnswer).Data is [var first, ..] ? first : null;
        return Token(found) ?? throw new CloudIdentityException($"{service.Name} sent an answer without a token");
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
}
