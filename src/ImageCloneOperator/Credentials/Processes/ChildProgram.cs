using System.ComponentModel;
using System.Diagnostics;

namespace ImageCloneOperator.Credentials.Processes;

/// <summary>Runs a program that is asked on its input and answers on its output. What it prints is secret: nobody quotes it.</summary>
internal static class ChildProgram
{
    /// <param name="start">The program, its arguments and its environment.</param>
    /// <param name="input">What is written to its input.</param>
    /// <param name="patience">How long it may take; then it is killed.</param>
    /// <exception cref="Win32Exception">It cannot be started.</exception>
    /// <exception cref="TimeoutException">It has not ended in time.</exception>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        ProcessStartInfo start, string input, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var deadline = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        using var process = Process.Start(start) ?? throw new Win32Exception("it did not start");
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(either.Token);
            var errors = process.StandardError.ReadToEndAsync(either.Token);
            await WriteAsync(process.StandardInput, input, either.Token);
            await Task.WhenAll(output, errors, process.WaitForExitAsync(either.Token));
            return (process.ExitCode, await output);
        }
        catch (OperationCanceledException canceled)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw new TimeoutException($"it has not answered within {patience.TotalSeconds:0} seconds", canceled);
        }
    }

    private static async Task WriteAsync(StreamWriter target, string input, CancellationToken cancellationToken)
    {
        try
        {
            await target.WriteAsync(input.AsMemory(), cancellationToken);
            target.Close();
        }
        catch (IOException)
        {
            // It ended, or closed its input, without reading: its answer tells.
        }
    }
}
