using System.Security.Cryptography.X509Certificates;
using ImageCloneOperator.Kubernetes.Errors;

namespace ImageCloneOperator.Kubernetes.Configuration.Credentials;

/// <summary>A token in a file that something else renews: kubelet does so for ServiceAccounts.</summary>
internal sealed class TokenFileSource(string file, TimeProvider time, X509Certificate2? certificate = null) : ICredentialSource
{
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);
    private Entry? _last;

    public async ValueTask<Credential> GetAsync(CancellationToken cancellationToken)
    {
        if (_last is { } last && time.GetElapsedTime(last.ReadAt) < Freshness)
            return last.Credential;
        try
        {
            var token = (await File.ReadAllTextAsync(file, cancellationToken)).Trim();
            if (token.Length == 0)
                throw new KubeConfigException(file, "holds no token");
            _last = new(Credential.Bearer(token) with { Certificate = certificate }, time.GetTimestamp());
            return _last.Credential;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KubeConfigException(file, "the token cannot be read: " + exception.Message, exception);
        }
    }

    public bool Refused(Credential credential)
    {
        _last = null;
        return true;
    }

    private sealed record Entry(Credential Credential, long ReadAt);
}
