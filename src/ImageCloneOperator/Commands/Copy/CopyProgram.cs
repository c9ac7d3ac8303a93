using ImageCloneOperator.Commands.Copy.Output;
using ImageCloneOperator.Commands.Copy.Pairs;
using Spectre.Console;

namespace ImageCloneOperator.Commands.Copy;

/// <summary><c>copy</c> from its arguments to its exit code.</summary>
internal static class CopyProgram
{
    /// <summary>What is said after Ctrl+C.</summary>
    public const string Stopped = "Stopped. No tag points to anything incomplete; the same command goes on from here.";

    public static Task<int> RunAsync(
        CopyArguments arguments, TextWriter output, TextWriter error, CancellationToken cancellationToken) =>
        RegistryProgram.RunAsync(
            arguments.Registries,
            async (endpoints, client) =>
            {
                var pairs = await PairsAsync(arguments, cancellationToken);
                var runner = new CopyRunner(arguments, endpoints, client, Display(arguments, output, error), TimeProvider.System);
                return await runner.RunAsync(pairs, cancellationToken);
            },
            error,
            Stopped,
            cancellationToken);

    public static ICopyDisplay Display(CopyArguments arguments, TextWriter output, TextWriter error)
    {
        if (arguments.Json)
            return new JsonDisplay(output);
        var isTerminal = output == Console.Out && !Console.IsOutputRedirected && !Console.IsErrorRedirected;
        return isTerminal ? new TerminalDisplay(AnsiConsole.Console, TimeProvider.System) : new LineDisplay(output, error);
    }

    private static async Task<IReadOnlyList<CopyPair>> PairsAsync(CopyArguments arguments, CancellationToken cancellationToken) =>
        arguments.File is { } file
            ? await CopyPairFile.ReadAsync(file, cancellationToken)
            : [CopyPair.Parse(arguments.Source!, arguments.Target!)];
}
