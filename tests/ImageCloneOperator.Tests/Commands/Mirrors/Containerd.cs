using System.Diagnostics;

namespace ImageCloneOperator.Tests.Commands.Mirrors;

/// <summary>Debian's containerd with a store of its own, as far as fetching images needs it.</summary>
internal sealed class Containerd : IAsyncDisposable
{
    private const string Configuration = """
        version = 2
        disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.snapshotter.v1.overlayfs"]
        """;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly DirectoryInfo _folder;
    private readonly Process _process;

    private Containerd(DirectoryInfo folder, Process process) => (_folder, _process) = (folder, process);

    /// <summary>Null where it is installed and may run, else why tests are skipped.</summary>
    public static string? Missing { get; } =
        !Environment.IsPrivilegedProcess ? "containerd runs as root only"
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "containerd")))
            ? null
        : "containerd is not on the PATH";

    private string Socket => Path.Combine(_folder.FullName, "sock");

    public static async Task<Containerd> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("ctr-");
        string At(string name) => Path.Combine(folder.FullName, name);
        await File.WriteAllTextAsync(At("config.toml"), Configuration);
        var process = Process.Start(new ProcessStartInfo(
            "containerd", ["-c", At("config.toml"), "--root", At("root"), "--state", At("state"), "-a", At("sock"), "-l", "error"])
        {
            RedirectStandardError = true,
        })!;
        var containerd = new Containerd(folder, process);
        await Eventually.True(async () => (await containerd.RunAsync("version")).ExitCode == 0, "containerd answers", Pause);
        return containerd;
    }

    public Task<ShellResult> RunAsync(params string[] arguments) => Shell.RunAsync("ctr", ["-a", Socket, .. arguments]);

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
