using ImageCloneOperator.Commands.Catalogs;
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
                var runner = new CopyRunner(arguments, endpoints, client, Display(arguments, output, error), TimeProvider.System);
                if (arguments.Catalog is null)
                    return await runner.RunAsync(await PairsAsync(arguments, cancellationToken), cancellationToken);
                var catalog = await new CatalogReader(endpoints, client).ReadAsync(arguments.Catalog, cancellationToken);
                var plan = new CatalogPlan(catalog, CatalogPlace.Parse(arguments.Target!, catalog.Document.Layout, "DST"));
                return await RunAsync(runner, plan, [.. plan.Pairs(), plan.CatalogPair()], error, cancellationToken);
            },
            error,
            Stopped,
            cancellationToken);

    /// <returns>Whether all images of the catalogue could be copied.</returns>
    public static async Task<bool> RunAsync(
        CopyRunner runner, CatalogPlan plan, IReadOnlyList<CopyPair> pairs, TextWriter error, CancellationToken cancellationToken)
    {
        var wentWell = await runner.RunAsync(pairs, cancellationToken);
        foreach (var entry in plan.Missing)
            await error.WriteLineAsync($"error: {entry.Source}: {entry.WhyIncomplete}.");
        return wentWell && !plan.Missing.Any();
    }

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
