using ImageCloneOperator.Api;
using ImageCloneOperator.Commands.Catalogs;
using ImageCloneOperator.Commands.Verify.Reports;
using ImageCloneOperator.Credentials;
using ImageCloneOperator.Credentials.Plugins;
using ImageCloneOperator.Credentials.Secrets;
using ImageCloneOperator.Kubernetes.Configuration;
using ImageCloneOperator.Registry;

namespace ImageCloneOperator.Commands.Verify;

/// <summary><c>verify</c> from its arguments to its exit code.</summary>
internal static class VerifyProgram
{
    /// <param name="arguments">What to look at.</param>
    /// <param name="cluster">Finds the cluster, where there is no catalogue to look at.</param>
    /// <param name="output">For the result.</param>
    /// <param name="error">For progress, warnings and what keeps it from a result.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    public static Task<int> RunAsync(
        VerifyArguments arguments,
        Func<ClusterConfiguration> cluster,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellationToken) =>
        RegistryProgram.RunAsync(
            arguments.Registries,
            async (endpoints, client) =>
            {
                var report = arguments.Catalog is { } catalog
                    ? await OfCatalogAsync(arguments, catalog, endpoints, client, error, cancellationToken)
                    : await OfClusterAsync(arguments, cluster(), endpoints, client, error, cancellationToken);
                await output.WriteAsync(VerifyOutput.Write(report, arguments.Format));
                return report.Restorable;
            },
            error,
            "Stopped before all images were looked at.",
            cancellationToken);

    private static async Task<VerifyReport> OfCatalogAsync(
        VerifyArguments arguments,
        CatalogArguments catalog,
        CommandLineEndpoints endpoints,
        RegistryClient client,
        TextWriter error,
        CancellationToken cancellationToken)
    {
        var found = await new CatalogReader(endpoints, client).ReadAsync(catalog, cancellationToken);
        var copies = new CatalogCopies(arguments, endpoints).Of(found, catalog.IsPast);
        return new VerifyReport(
            found.Document.Cluster, found.Document.Time, await VerifyAsync(arguments, [copies], client, error, cancellationToken));
    }

    private static async Task<VerifyReport> OfClusterAsync(
        VerifyArguments arguments,
        ClusterConfiguration configuration,
        CommandLineEndpoints endpoints,
        RegistryClient client,
        TextWriter error,
        CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        using var cluster = ClusterClient.Create(configuration);
        using var secrets = new SecretCache(cluster, time);
        var access = new RegistryEndpointResolver(
            secrets, endpoints.Identities, repositories: null, new CredentialPlugins([]), WellKnown.OperatorNamespace);
        var now = time.GetUtcNow();
        var (policies, warnings) = await new ClusterCopies(cluster, access, endpoints, arguments).ReadAsync(cancellationToken);
        foreach (var warning in warnings) await error.WriteLineAsync($"warning: {warning}");
        return new VerifyReport(
            configuration.Server.Authority, now, await VerifyAsync(arguments, policies, client, error, cancellationToken));
    }

    private static Task<IReadOnlyList<VerifiedPolicy>> VerifyAsync(
        VerifyArguments arguments,
        IReadOnlyList<PolicyCopies> policies,
        RegistryClient client,
        TextWriter error,
        CancellationToken cancellationToken) =>
        VerifyProgress.RunAsync(
            error,
            policies.Sum(policy => policy.Copies.Count),
            done => new ImageVerifier(arguments, client).RunAsync(policies, done, cancellationToken));
}
