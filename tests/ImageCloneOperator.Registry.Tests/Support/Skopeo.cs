using System.Diagnostics;

namespace ImageCloneOperator.Registry.Tests.Support;

/// <summary>Reads back what was copied, as another client.</summary>
internal static class Skopeo
{
    public static async Task<string> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo("skopeo", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"skopeo {string.Join(' ', arguments)}: {await error}");
        return output;
    }

    public static Task<string> RawAsync(string image) => RunAsync("inspect", "--raw", "--tls-verify=false", $"docker://{image}");

    /// <summary>Pulls everything, all platforms, and so verifies every digest.</summary>
    public static async Task PullAllAsync(string image)
    {
        var folder = Directory.CreateTempSubdirectory("skopeo-").FullName;
        try
        {
            await RunAsync("copy", "--quiet", "--all", "--src-tls-verify=false", $"docker://{image}", $"dir:{folder}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
