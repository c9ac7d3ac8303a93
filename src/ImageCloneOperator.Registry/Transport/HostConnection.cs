using ImageCloneOperator.Registry.Authentication;

namespace ImageCloneOperator.Registry.Transport;

/// <summary>One registry host as reached with certain settings.</summary>
internal sealed class HostConnection(Uri root, HostGate gate, RegistryHostSettings settings, RegistryClientOptions options) : IDisposable
{
    public Uri Root { get; } = root;

    public HostGate Gate { get; } = gate;

    public HttpMessageInvoker Direct { get; } = HandlerFactory.Create(settings, options, guarded: false);

    /// <summary>For wherever the registry sends us.</summary>
    public HttpMessageInvoker Guarded { get; } = HandlerFactory.Create(settings, options, guarded: true);

    /// <summary>How the host asked for authentication last; saves a refused request per operation.</summary>
    public Challenge? Challenge { get; set; }

    public bool IsOwn(Uri uri) => HostName.IsSameOrigin(Root, uri);

    public HttpMessageInvoker For(Uri uri) => IsOwn(uri) ? Direct : Guarded;

    public void Dispose()
    {
        Direct.Dispose();
        Guarded.Dispose();
    }
}
