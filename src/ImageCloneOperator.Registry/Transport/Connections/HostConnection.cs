using ImageCloneOperator.Registry.Transport.Limits;

namespace ImageCloneOperator.Registry.Transport.Connections;

/// <summary>One registry host as reached with certain settings.</summary>
internal sealed class HostConnection(
    Uri root, HostLimits limits, RegistryHostSettings settings, RegistryClientOptions options, TimeProvider time)
{
    public Uri Root { get; } = root;

    public HostLimits Limits { get; } = limits;

    public HostTraits Traits { get; } = new();

    /// <summary>The registry may send us from https to http storage.</summary>
    public bool AllowsHttpStorage { get; } = settings.AllowHttpStorage;

    public HttpMessageInvoker Direct { get; } = HandlerFactory.Create(settings, options, time, guarded: false);

    /// <summary>For wherever the registry sends us.</summary>
    public HttpMessageInvoker Guarded { get; } = HandlerFactory.Create(settings, options, time, guarded: true);

    public bool IsOwn(Uri uri) => HostName.IsSameOrigin(Root, uri);

    public HttpMessageInvoker For(Uri uri) => IsOwn(uri) ? Direct : Guarded;
}
