using System.Security.Cryptography.X509Certificates;
using ImageCloneOperator.Testing.KubeApi.Errors;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Testing.KubeApi.Auth;

/// <summary>Finds out who sends a request: by client certificate, by token, or nobody.</summary>
internal sealed class Authenticator(ServiceAccountTokens tokens)
{
    /// <exception cref="ApiException">401 for a token that is not valid.</exception>
    public Identity Authenticate(HttpContext http)
    {
        var authorization = http.Request.Headers.Authorization.ToString();
        if (authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return tokens.Read(authorization[7..].Trim(), [])?.User ?? throw ApiError.Unauthorized();
        return http.Connection.ClientCertificate is { } certificate ? FromSubject(certificate) : Identity.Anonymous;
    }

    private static Identity FromSubject(X509Certificate2 certificate)
    {
        var user = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        var groups = certificate.SubjectName.EnumerateRelativeDistinguishedNames()
            .Where(name => !name.HasMultipleElements && name.GetSingleElementType().FriendlyName == "O")
            .Select(name => name.GetSingleElementValue() ?? "");
        return new Identity(user, [.. groups, "system:authenticated"]);
    }
}
