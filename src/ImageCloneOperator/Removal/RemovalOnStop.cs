using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Errors;
using k8s.Models;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Removal;

/// <summary>
/// Told to stop while it is being removed, the operator first takes back what it put on other objects: nobody would do it later. Tools that
/// prune delete everything at once, so it does what its rights still allow.
/// </summary>
internal sealed partial class RemovalOnStop(
    IKubernetesClient client, string operatorNamespace, TimeProvider time, ILogger<RemovalOnStop> logger)
    : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs after the controllers have ended, which would put the marks back.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            var kindsGo = await client.IsKindGoingAsync<BackupPolicy>(cancellationToken)
                || await client.IsKindGoingAsync<ImageBackup>(cancellationToken);
            if (!kindsGo && !await IsNamespaceGoingAsync(cancellationToken)) return;
            Log.Removed(logger);
            using var done = new StringWriter();
            using var failed = new StringWriter();
            var report = new CleanupReport(done, failed);
            // Without its namespace alone it may come back: a rollout of all that runs from copies would be for nothing.
            await new ClusterCleaner(client, report, time).RunAsync(holdsOnly: !kindsGo, cancellationToken);
            var isDone = report.Finish();
            var lines = (isDone ? done : failed).ToString();
            if (isDone) Log.Released(logger, lines);
            else Log.Left(logger, lines);
        }
        catch (Exception error) when (error is ClusterException or OperationCanceledException)
        {
            Log.Left(logger, error.Message);
        }
    }

    private async Task<bool> IsNamespaceGoingAsync(CancellationToken cancellationToken) =>
        await client.GetAsync<V1Namespace>(operatorNamespace, null, cancellationToken) is { Metadata.DeletionTimestamp: not null };

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "The operator is being removed: taking back what it put on other objects")]
        public static partial void Removed(ILogger logger);

        [LoggerMessage(Level = LogLevel.Information, Message = "Taken back: {Changes}")]
        public static partial void Released(ILogger logger, string changes);

        [LoggerMessage(
            Level = LogLevel.Warning,
            Message = "What the operator put on other objects may be left there; image-clone-operator cleanup takes it back: {Reason}")]
        public static partial void Left(ILogger logger, string reason);
    }
}
