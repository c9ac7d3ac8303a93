using System.Diagnostics;

namespace ImageCloneOperator.Benchmarks.Copying.Tools;

/// <summary>Our program as the container image has it, compiled natively.</summary>
internal static class PublishedProgram
{
    /// <exception cref="InvalidOperationException">It does not build.</exception>
    public static async Task<string> PublishAsync(DirectoryInfo folder, CancellationToken cancellationToken)
    {
        var output = Path.Combine(folder.FullName, "program");
        using var publish = Process.Start(new ProcessStartInfo("dotnet",
        [
            "publish", Checkout.PathOf("src", "ImageCloneOperator"), "--nologo", "-v", "quiet", "-c", "Release", "--use-current-runtime",
            "-o", output,
        ]))!;
        await publish.WaitForExitAsync(cancellationToken);
        return publish.ExitCode == 0
            ? Path.Combine(output, CopyTool.Ours)
            : throw new InvalidOperationException("The program does not build.");
    }
}
