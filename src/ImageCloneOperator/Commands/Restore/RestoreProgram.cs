using ImageCloneOperator.Commands.Catalogs;
using ImageCloneOperator.Commands.Copy;
using ImageCloneOperator.Registry;

namespace ImageCloneOperator.Commands.Restore;

/// <summary><c>restore</c> from its arguments to its exit code.</summary>
internal static class RestoreProgram
{
    public static Task<int> RunAsync(
        RestoreArguments arguments, TextWriter output, TextWriter error, CancellationToken cancellationToken) =>
        RegistryProgram.RunAsync(
            arguments.Registries,
            (endpoints, client) => RunAsync(arguments, endpoints, client, output, error, cancellationToken),
            error,
            CopyProgram.Stopped,
            cancellationToken);

    private static async Task<bool> RunAsync(
        RestoreArguments arguments,
        CommandLineEndpoints endpoints,
        RegistryClient client,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellationToken)
    {
        var catalog = await new CatalogReader(endpoints, client).ReadAsync(arguments.Catalog, cancellationToken);
        var plan = new CatalogPlan(
            catalog, arguments.To is { } to ? CatalogPlace.Parse(to, catalog.Document.Layout, "--to") : null);
        if (arguments.Map is { } format)
        {
            await output.WriteAsync(new Mapping(catalog, plan).Write(format));
            return true;
        }

        var copies = new CopyArguments
        {
            Referrers = true,
            KeepExisting = !arguments.Overwrite,
            Concurrency = arguments.Concurrency,
            DryRun = arguments.DryRun,
            Json = arguments.Json,
        };
        var runner = new CopyRunner(copies, endpoints, client, CopyProgram.Display(copies, output, error), TimeProvider.System);
        return await CopyProgram.RunAsync(runner, plan, plan.Pairs(), error, cancellationToken);
    }
}
