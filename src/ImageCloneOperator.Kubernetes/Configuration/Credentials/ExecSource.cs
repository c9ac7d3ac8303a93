namespace ImageCloneOperator.Kubernetes.Configuration.Credentials;

/// <summary>A credential from a plugin (kubernetes.io: client-go credential plugins), kept until it expires or is refused.</summary>
internal sealed class ExecSource(ExecPlugin plugin, TimeProvider time) : ICredentialSource, IDisposable
{
    /// <summary>A credential that ends while its request is under way is of no use.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _one = new(1);
    private volatile ExecCredential? _last;

    public async ValueTask<Credential> GetAsync(CancellationToken cancellationToken)
    {
        if (Valid() is { } credential)
            return credential;
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (Valid() is { } meanwhile)
                return meanwhile;
            _last = await plugin.RunAsync(cancellationToken);
            return _last.Credential;
        }
        finally
        {
            _one.Release();
        }
    }

    public bool Refused(Credential credential)
    {
        // Another request may have brought a newer one since.
        if (ReferenceEquals(_last?.Credential, credential))
            _last = null;
        return true;
    }

    public void Dispose() => _one.Dispose();

    private Credential? Valid() =>
        _last is { } last && (last.Expires is null || time.GetUtcNow() < last.Expires - Margin) ? last.Credential : null;
}
