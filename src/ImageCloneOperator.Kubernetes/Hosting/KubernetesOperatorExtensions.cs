using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Controllers;
using ImageCloneOperator.Kubernetes.Queues;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ImageCloneOperator.Kubernetes.Hosting;

public static class KubernetesOperatorExtensions
{
    /// <summary>
    /// Runs controllers and their caches with the host. Besides what is added to the builder it needs an <see cref="Client.IKubernetesClient"/> and,
    /// for controllers that require leadership, an <see cref="LeaderElection.ILeaderElection"/>.
    /// </summary>
    public static OperatorBuilder AddKubernetesOperator(this IServiceCollection services, Action<OperatorOptions>? configure = null)
    {
        var registry = new OperatorRegistry();
        services.AddLogging();
        services.AddMetrics();
        services.AddOptions<OperatorOptions>();
        if (configure is not null) services.Configure(configure);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(registry);
        services.AddSingleton<QueueMetrics>();
        services.AddSingleton<CacheMetrics>();
        services.AddSingleton<ControllerMetrics>();
        services.AddSingleton<FinalizerCommits>();
        services.AddHostedService<OperatorService>();
        return new OperatorBuilder(services, registry);
    }
}
