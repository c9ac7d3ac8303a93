using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Errors;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Nodes;

/// <summary>
/// The platforms of the cluster's nodes, read now and then: a watch would hear of every node's heartbeat, and new platforms are rare.
/// </summary>
internal sealed partial class NodePlatformCache(IKubernetesClient client, TimeProvider time, ILogger<NodePlatformCache> logger)
    : IDisposable
{
    private static readonly TimeSpan Keep = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan KeepFailure = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _one = new(1);
    private IReadOnlyList<Platform>? _platforms;
    private DateTimeOffset _until;

    /// <returns>Null where they cannot be read.</returns>
    public async Task<IReadOnlyList<Platform>?> GetAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (time.GetUtcNow() >= _until) await ReadAsync(cancellationToken);
            return _platforms;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            _platforms = await NodePlatforms.ReadAsync(client, cancellationToken);
            _until = time.GetUtcNow() + Keep;
        }
        catch (ClusterException failure)
        {
            if (_until == default || _platforms is not null) Log.Unreadable(logger, failure.Message);
            (_platforms, _until) = (null, time.GetUtcNow() + KeepFailure);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Warning,
            Message = "The cluster's nodes cannot be read, and nobody knows which platforms copies have to serve: {Failure}")]
        public static partial void Unreadable(ILogger logger, string failure);
    }
}
