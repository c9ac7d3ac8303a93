using System.Collections.Concurrent;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Transport.Connections;
using ImageCloneOperator.Registry.Transport.Limits;

namespace ImageCloneOperator.Registry.Layouts;

/// <summary>The layouts that a client has opened, each once: copies share what they learn of it.</summary>
internal sealed class LayoutTable(RegistryClientOptions options, TimeProvider time) : IDisposable
{
    /// <summary>An address that is nobody's (RFC 6761).</summary>
    private static readonly Uri Root = new("http://layout.invalid/");

    private readonly ConcurrentDictionary<LayoutReference, Lazy<(OciLayout Layout, HostConnection Connection)>> _open = new();

    public HostConnection Connect(LayoutReference reference) =>
        _open.GetOrAdd(reference, key => new Lazy<(OciLayout, HostConnection)>(() => Open(key))).Value.Connection;

    public async Task CompleteAsync(bool isWhole, CancellationToken cancellationToken)
    {
        foreach (var opened in _open.Values) await opened.Value.Layout.CompleteAsync(isWhole, cancellationToken);
    }

    public void Dispose()
    {
        foreach (var opened in _open.Values.Where(opened => opened.IsValueCreated)) (opened.Value.Layout as IDisposable)?.Dispose();
    }

    private (OciLayout, HostConnection) Open(LayoutReference reference)
    {
        OciLayout layout = reference.IsArchive
            ? new ArchiveLayout(reference.ToString(), reference.Path)
            : new FolderLayout(reference.ToString(), reference.Path);
        var limits = new HostLimits(layout.Name, options, new SharedHosts(time), time);
        return (layout, new HostConnection(Root, limits, new LayoutHandler(layout)));
    }
}
