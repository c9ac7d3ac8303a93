using System.Diagnostics;

namespace ImageCloneOperator.Testing;

/// <summary>Debian's docker-registry as a process of its own, on a free port of loopback and with a folder that goes with it.</summary>
public sealed class DockerRegistry : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly string _configuration;
    private Process? _process;

    private DockerRegistry(int port, string extra)
    {
        Port = port;
        _folder = Directory.CreateTempSubdirectory("docker-registry-");
        _configuration = Path.Combine(_folder.FullName, "config.yml");
        File.WriteAllText(_configuration, Configuration(port, extra));
    }

    public int Port { get; }

    public string Host => $"127.0.0.1:{Port}";

    public Uri Address => new($"http://{Host}");

    /// <param name="extra">More of its configuration file, such as an <c>auth:</c> section.</param>
    public static async Task<DockerRegistry> StartAsync(string extra = "")
    {
        var registry = new DockerRegistry(Ports.Free(), extra);
        await registry.StartAsync();
        return registry;
    }

    /// <summary>Starts it again, with all that it held, on the same port.</summary>
    public async Task StartAsync()
    {
        _process = Process.Start(new ProcessStartInfo("docker-registry", ["serve", _configuration])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await AnswersAsync();
    }

    /// <summary>As if its machine had gone.</summary>
    public async Task StopAsync()
    {
        if (_process is null) return;
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Delete(recursive: true);
    }

    private async Task AnswersAsync()
    {
        using var http = new HttpClient();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            try
            {
                using var _ = await http.GetAsync(new Uri(Address, "v2/"), limit.Token);
                return;
            }
            catch (HttpRequestException) when (_process is { HasExited: false })
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
            }
        }
    }

    private string Configuration(int port, string extra) =>
        $$"""
        version: 0.1
        log: {level: error}
        storage:
          filesystem: {rootdirectory: {{Path.Combine(_folder.FullName, "data")}}}
          delete: {enabled: true}
        http: {addr: "127.0.0.1:{{port}}"}
        {{extra}}
        """;
}
