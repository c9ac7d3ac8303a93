using System.Diagnostics;

namespace ImageCloneOperator.Benchmarks.Copying;

/// <summary>A registry as a child process with a folder of its own.</summary>
internal sealed class RegistryProcess : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly Func<Uri, DirectoryInfo, ProcessStartInfo> _command;
    private Process _process;

    private RegistryProcess(DirectoryInfo folder, Func<Uri, DirectoryInfo, ProcessStartInfo> command)
    {
        (_folder, _command) = (folder, command);
        Address = new Uri($"http://127.0.0.1:{Ports.Free()}/");
        _process = Start();
    }

    public Uri Address { get; }

    public string Host => Address.Authority;

    /// <summary>Docker's own, as Debian packages it.</summary>
    public static Task<RegistryProcess> StartDockerAsync(string program, DirectoryInfo parent, CancellationToken cancellationToken) => StartAsync(
        parent,
        (address, folder) =>
        {
            var config = Path.Combine(folder.FullName, "config.yml");
            File.WriteAllText(config, $"""
                version: 0.1
                log: {"{level: error, accesslog: {disabled: true}}"}
                storage: {"{filesystem: {rootdirectory: "}{folder.FullName}/data{"}}"}
                http: {"{addr: "}{address.Authority}{"}"}

                """);
            return new ProcessStartInfo(program, ["serve", config]);
        },
        cancellationToken);

    /// <summary>The dev cluster's.</summary>
    public static Task<RegistryProcess> StartDevAsync(DirectoryInfo parent, CancellationToken cancellationToken) => StartAsync(
        parent,
        (address, folder) => new ProcessStartInfo("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "ImageCloneOperator.Demo.dll"), "registry", "--port", $"{address.Port}", "--data", folder.FullName,
        ]),
        cancellationToken);

    /// <summary>Starts it anew, without anything in it.</summary>
    public async Task EmptyAsync(CancellationToken cancellationToken)
    {
        await StopAsync();
        _folder.Delete(recursive: true);
        _process = Start();
        await WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Delete(recursive: true);
    }

    private static async Task<RegistryProcess> StartAsync(
        DirectoryInfo parent, Func<Uri, DirectoryInfo, ProcessStartInfo> command, CancellationToken cancellationToken)
    {
        var registry = new RegistryProcess(new DirectoryInfo(Path.Combine(parent.FullName, $"registry-{Guid.NewGuid():N}")), command);
        await registry.WaitAsync(cancellationToken);
        return registry;
    }

    private Process Start()
    {
        _folder.Create();
        var start = _command(Address, _folder);
        (start.RedirectStandardError, start.RedirectStandardOutput) = (true, true);
        var process = Process.Start(start)!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return process;
    }

    private async Task StopAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
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
