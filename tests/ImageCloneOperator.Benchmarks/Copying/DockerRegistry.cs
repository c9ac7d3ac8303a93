using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace ImageCloneOperator.Benchmarks.Copying;

/// <summary>Docker's own registry, as Debian packages it, as a child process with a folder of its own.</summary>
internal sealed class DockerRegistry : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly Process _process;

    private DockerRegistry(DirectoryInfo folder, Process process, Uri address)
    {
        _folder = folder;
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public string Host => Address.Authority;

    public static async Task<DockerRegistry> StartAsync(string program, DirectoryInfo parent, CancellationToken cancellationToken)
    {
        var folder = parent.CreateSubdirectory($"registry-{Guid.NewGuid():N}");
        var address = new Uri($"http://127.0.0.1:{FreePort()}/");
        var config = Path.Combine(folder.FullName, "config.yml");
        await File.WriteAllTextAsync(config, $"""
            version: 0.1
            log: {"{level: error, accesslog: {disabled: true}}"}
            storage:
              delete: {"{enabled: true}"}
              filesystem:
                rootdirectory: {Path.Combine(folder.FullName, "data")}
            http:
              addr: {address.Authority}

            """, cancellationToken);
        var process = Process.Start(new ProcessStartInfo(program, ["serve", config]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        var registry = new DockerRegistry(folder, process, address);
        await registry.WaitAsync(cancellationToken);
        return registry;
    }

    /// <summary>Takes everything out of it.</summary>
    public void Empty()
    {
        var data = new DirectoryInfo(Path.Combine(_folder.FullName, "data", "docker"));
        if (data.Exists)
            data.Delete(recursive: true);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(TimeSpan.FromSeconds(20));
        while (true)
        {
            try
            {
                using var response = await client.GetAsync(new Uri(Address, "/v2/"), bound.Token);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, bound.Token);
            }
        }
    }
}
