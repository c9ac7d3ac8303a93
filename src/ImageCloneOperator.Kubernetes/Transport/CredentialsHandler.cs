using System.Net;
using System.Security.Cryptography.X509Certificates;
using ImageCloneOperator.Kubernetes.Configuration;
using ImageCloneOperator.Kubernetes.Configuration.Credentials;

namespace ImageCloneOperator.Kubernetes.Transport;

/// <summary>Signs every request; one that is answered 401 is sent once more if there are newer credentials.</summary>
internal sealed class CredentialsHandler(ICredentialSource? source, ImpersonationSettings? impersonation) : DelegatingHandler
{
    /// <summary>For connections that are opened now.</summary>
    public X509Certificate2? Certificate { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Impersonate(request);
        if (source is null)
            return await base.SendAsync(request, cancellationToken);
        var credential = await SignAsync(request, source, cancellationToken);
        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Unauthorized || !source.Refused(credential))
            return response;
        if (await SignAsync(request, source, cancellationToken) == credential)
            return response;
        response.Dispose();
        return await base.SendAsync(request, cancellationToken);
    }

    private async Task<Credential> SignAsync(HttpRequestMessage request, ICredentialSource from, CancellationToken cancellationToken)
    {
        var credential = await from.GetAsync(cancellationToken);
        request.Headers.Authorization = credential.Header;
        Certificate = credential.Certificate;
        return credential;
    }

    private void Impersonate(HttpRequestMessage request)
    {
        if (impersonation is null)
            return;
        request.Headers.TryAddWithoutValidation("Impersonate-User", impersonation.User);
        if (impersonation.Uid is not null)
            request.Headers.TryAddWithoutValidation("Impersonate-Uid", impersonation.Uid);
        foreach (var group in impersonation.Groups)
            request.Headers.TryAddWithoutValidation("Impersonate-Group", group);
        foreach (var (key, values) in impersonation.Extra)
            request.Headers.TryAddWithoutValidation("Impersonate-Extra-" + Uri.EscapeDataString(key), values);
    }
}
