using ImageCloneOperator.Credentials.CloudIdentity;
using ImageCloneOperator.Credentials.DockerConfig;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Registry;

namespace ImageCloneOperator.Commands;

/// <summary>A command that talks to registries, from its arguments to its exit code.</summary>
internal static class RegistryProgram
{
    /// <summary>A command waits as long as a host asks it to, since nobody runs it again later.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(6);

    /// <param name="arguments">How to speak to registries.</param>
    /// <param name="run">The command.</param>
    /// <param name="error">Where it is said why there is no result.</param>
    /// <param name="stopped">Said after Ctrl+C.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    public static async Task<int> RunAsync(
        RegistryArguments arguments,
        Func<CommandLineEndpoints, RegistryClient, Task<bool>> run,
        TextWriter error,
        string stopped,
        CancellationToken cancellationToken)
    {
        try
        {
            using var http = new CloudHttp();
            using var identities = new CloudIdentities(http, new(Environment.GetEnvironmentVariable), TimeProvider.System);
            var endpoints = await CommandLineEndpoints.CreateAsync(arguments, identities, cancellationToken);
            using var client = new RegistryClient(new RegistryClientOptions { LongestWait = LongestWait });
            var wentWell = await run(endpoints, client);
            await client.CompleteLayoutsAsync(wentWell, cancellationToken);
            return wentWell ? ExitCode.Success : ExitCode.Failure;
        }
        catch (Exception e) when (e is UsageException or DockerConfigException)
        {
            await error.WriteLineAsync($"error: {e.Message}");
            return ExitCode.Usage;
        }
        catch (Exception e) when (e is CatalogException or RegistryException or ClusterException)
        {
            await error.WriteLineAsync($"error: {e.Message}");
            return ExitCode.Failure;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await error.WriteLineAsync(stopped);
            return ExitCode.Interrupted;
        }
    }
}
