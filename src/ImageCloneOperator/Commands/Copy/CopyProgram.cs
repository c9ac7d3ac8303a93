using ImageCloneOperator.Commands.Copy.Output;
using ImageCloneOperator.Commands.Copy.Pairs;
using ImageCloneOperator.Credentials.DockerConfig;
using ImageCloneOperator.Registry;
using Spectre.Console;

namespace ImageCloneOperator.Commands.Copy;

/// <summary><c>copy</c> from its arguments to its exit code.</summary>
internal static class CopyProgram
{
    /// <summary>The command waits as long as a host asks it to, since nobody runs it again later.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(6);

    public static async Task<int> RunAsync(
        CopyArguments arguments, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        try
        {
            var pairs = await PairsAsync(arguments, cancellationToken);
            var endpoints = await CommandLineEndpoints.CreateAsync(arguments, cancellationToken);
            using var client = new RegistryClient(new RegistryClientOptions { LongestWait = LongestWait });
            var runner = new CopyRunner(arguments, endpoints, client, Display(arguments, output, error), TimeProvider.System);
            return await runner.RunAsync(pairs, cancellationToken) ? ExitCode.Success : ExitCode.Failure;
        }
        catch (Exception e) when (e is CopyUsageException or DockerConfigException)
        {
            await error.WriteLineAsync($"error: {e.Message}");
            return ExitCode.Usage;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await error.WriteLineAsync("Stopped. No tag points to anything incomplete; the same command goes on from here.");
            return ExitCode.Interrupted;
        }
    }

    private static async Task<IReadOnlyList<CopyPair>> PairsAsync(CopyArguments arguments, CancellationToken cancellationToken) =>
        arguments.File is { } file
            ? await CopyPairFile.ReadAsync(file, cancellationToken)
            : [CopyPair.Parse(arguments.Source!, arguments.Target!)];

    private static ICopyDisplay Display(CopyArguments arguments, TextWriter output, TextWriter error)
    {
        if (arguments.Json)
            return new JsonDisplay(output);
        var isTerminal = output == Console.Out && !Console.IsOutputRedirected && !Console.IsErrorRedirected;
        return isTerminal ? new TerminalDisplay(AnsiConsole.Console, TimeProvider.System) : new LineDisplay(output, error);
    }
}
