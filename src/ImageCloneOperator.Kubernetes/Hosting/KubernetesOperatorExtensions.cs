using System.Diagnostics.Metrics;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Configuration;
using ImageCloneOperator.Kubernetes.Controllers;
using ImageCloneOperator.Kubernetes.Dynamic;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ImageCloneOperator.Kubernetes.Hosting;

public static class KubernetesOperatorExtensions
{
    /// <summary>
    /// Runs controllers and their caches with the host. Besides what is added to the builder it needs an <see cref="IKubernetesClient"/>
    /// and, for controllers of the leader, an <see cref="Coordination.ILeaderElection"/>; for those of members, an
    /// <see cref="Coordination.IMembership"/>.
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
        services.AddSingleton<CacheMetrics>();
        services.AddSingleton<ControllerMetrics>();
        services.AddSingleton<FinalizerPatcher>();
        services.AddHostedService<OperatorService>();
        return new OperatorBuilder(services, registry);
    }

    /// <summary>The client for a <see cref="ClusterConfiguration"/> that is registered too.</summary>
    public static IServiceCollection AddKubernetesClient(
        this IServiceCollection services, Action<KubernetesClientOptions>? configure = null)
    {
        if (configure is not null) services.Configure(configure);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IKubernetesClient>(provider => new KubernetesClient(
            provider.GetRequiredService<ClusterConfiguration>(),
            provider.GetRequiredService<IOptions<KubernetesClientOptions>>().Value,
            provider.GetService<IMeterFactory>(),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
