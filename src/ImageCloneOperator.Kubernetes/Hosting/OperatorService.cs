using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Controllers;
using ImageCloneOperator.Kubernetes.Coordination;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ImageCloneOperator.Kubernetes.Hosting;

/// <summary>
/// Runs caches and controllers; on stop it begins nothing new, lets what runs end in peace for a while, and cancels the rest.
/// </summary>
internal sealed partial class OperatorService(
    IServiceProvider services,
    OperatorRegistry registry,
    IOptions<OperatorOptions> options,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<OperatorService> logger) : BackgroundService
{
    private Task _everywhere = Task.CompletedTask;
    private Task _led = Task.CompletedTask;
    private Task _shared = Task.CompletedTask;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        registry.Validate(services.GetRequiredService<IServiceProviderIsService>());
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(_everywhere, _led, _shared).WaitAsync(options.Value.DrainTimeout, time, cancellationToken);
        }
        catch (Exception error) when (error is TimeoutException or OperationCanceledException)
        {
            Log.DrainEnded(logger, options.Value.DrainTimeout);
        }

        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var caches = services.GetServices<ICacheRunner>().Select(cache => cache.RunAsync(stoppingToken)).ToList();
        var controllers = services.GetServices<IController>().ToLookup(controller => controller.RunsOn);
        _everywhere = RunAsync(controllers[Replicas.All], stoppingToken);
        await Task.WhenAll(
        [
            .. caches,
            _everywhere,
            LeadAsync([.. controllers[Replicas.Leader]], stoppingToken),
            ShareAsync([.. controllers[Replicas.Members]], stoppingToken),
        ]);
    }

    private Task LeadAsync(IReadOnlyList<IController> controllers, CancellationToken stoppingToken) => controllers.Count is 0
        ? Task.CompletedTask
        : services.GetRequiredService<ILeaderElection>().RunAsync(leading => _led = RunAsync(controllers, leading), stoppingToken);

    private Task ShareAsync(IReadOnlyList<IController> controllers, CancellationToken stoppingToken) => controllers.Count is 0
        ? Task.CompletedTask
        : services.GetRequiredService<IMembership>().RunAsync(joined => _shared = RunAsync(controllers, joined), stoppingToken);

    private async Task RunAsync(IEnumerable<IController> controllers, CancellationToken abort)
    {
        var work = Task.WhenAll(controllers.Select(controller => controller.RunAsync(lifetime.ApplicationStopping, abort)));
        await using var expectation = abort.Register(() => _ = ExpectEndAsync(work));
        await work;
    }

    private async Task ExpectEndAsync(Task work)
    {
        try
        {
            await work.WaitAsync(options.Value.AbortTimeout, time, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            // A reconcile that ignores its cancellation may write while another replica leads; only the end of the process stops it.
            Log.Stuck(logger, options.Value.AbortTimeout);
            lifetime.StopApplication();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Reconciles were still running after {Timeout}: cancelling them")]
        public static partial void DrainEnded(ILogger logger, TimeSpan timeout);

        [LoggerMessage(
            Level = LogLevel.Critical, Message = "A reconcile did not end within {Timeout} of its cancellation: ending this program")]
        public static partial void Stuck(ILogger logger, TimeSpan timeout);
    }
}
