using ImageCloneOperator.Registry.Transport.Limits;

namespace ImageCloneOperator.Registry.Transport.Connections;

/// <summary>One registry host as reached with certain settings.</summary>
internal sealed class HostConnection
{
    public HostConnection(
        Uri root, HostLimits limits, RegistryHostSettings settings, RegistryClientOptions options, TimeProvider time)
    {
        (Root, Limits, AllowsHttpStorage) = (root, limits, settings.AllowHttpStorage);
        Direct = HandlerFactory.Create(settings, options, time, guarded: false);
        Guarded = HandlerFactory.Create(settings, options, time, guarded: true);
    }

    /// <summary>A part of this program that answers as a registry does. It sends nobody elsewhere.</summary>
    public HostConnection(Uri root, HostLimits limits, HttpMessageHandler handler)
    {
        (Root, Limits) = (root, limits);
        Direct = Guarded = new HttpMessageInvoker(handler);
    }

    public Uri Root { get; }

    public HostLimits Limits { get; }

    public HostTraits Traits { get; } = new();

    /// <summary>The registry may send us from https to http storage.</summary>
    public bool AllowsHttpStorage { get; }

    public HttpMessageInvoker Direct { get; }

    /// <summary>For wherever the registry sends us.</summary>
    public HttpMessageInvoker Guarded { get; }

    public bool IsOwn(Uri uri) => HostName.IsSameOrigin(Root, uri);

    public HttpMessageInvoker For(Uri uri) => IsOwn(uri) ? Direct : Guarded;
}
