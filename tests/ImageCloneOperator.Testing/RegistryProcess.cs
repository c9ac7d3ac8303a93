using System.Diagnostics;

namespace ImageCloneOperator.Testing;

/// <summary>A registry as a process of its own, on a free port of loopback and with a folder that goes with it.</summary>
public sealed class RegistryProcess : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly DirectoryInfo _folder;
    private readonly Func<Uri, DirectoryInfo, ProcessStartInfo> _command;
    private Process? _process;

    private RegistryProcess(DirectoryInfo folder, Func<Uri, DirectoryInfo, ProcessStartInfo> command)
    {
        (_folder, _command) = (folder, command);
        Address = new Uri($"http://127.0.0.1:{Ports.Free()}/");
    }

    public Uri Address { get; }

    public string Host => Address.Authority;

    /// <param name="command">How a registry with this address and this folder is started.</param>
    /// <param name="parent">Where its folder is made; null for the folder of temporary files.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<RegistryProcess> StartAsync(
        Func<Uri, DirectoryInfo, ProcessStartInfo> command, DirectoryInfo? parent = null, CancellationToken cancellationToken = default)
    {
        var folder = parent?.CreateSubdirectory($"registry-{Guid.NewGuid():N}") ?? Directory.CreateTempSubdirectory("registry-");
        var registry = new RegistryProcess(folder, command);
        await registry.StartAsync(cancellationToken);
        return registry;
    }

    /// <summary>Starts it again, with all that it held, on the same port.</summary>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        var start = _command(Address, _folder);
        (start.RedirectStandardError, start.RedirectStandardOutput) = (true, true);
        _process = Process.Start(start)!;
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        await AnswersAsync(_process, cancellationToken);
    }

    /// <summary>As if its machine had gone.</summary>
    public async Task StopAsync()
    {
        if (_process is null) return;
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _process = null;
    }

    /// <summary>Starts it anew, without anything in it.</summary>
    public async Task EmptyAsync(CancellationToken cancellationToken)
    {
        await StopAsync();
        _folder.Delete(recursive: true);
        _folder.Create();
        await StartAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Delete(recursive: true);
    }

    private async Task AnswersAsync(Process process, CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        while (true)
        {
            try
            {
                using var _ = await http.GetAsync(new Uri(Address, "v2/"), limit.Token);
                return;
            }
            catch (HttpRequestException) when (!process.HasExited)
            {
                await Task.Delay(Pause, TimeProvider.System, limit.Token);
            }
        }
    }
}
