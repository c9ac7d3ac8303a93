using System.Diagnostics.Metrics;
using ImageCloneOperator.Kubernetes.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ImageCloneOperator.Kubernetes.Client;

/// <summary>Registers <see cref="IKubernetesClient"/>.</summary>
public static class KubernetesClientServices
{
    /// <summary>The client for a <see cref="KubernetesClientConfiguration"/> that is registered too.</summary>
    public static IServiceCollection AddKubernetesClient(this IServiceCollection services, Action<KubernetesClientOptions>? configure = null)
    {
        if (configure is not null)
            services.Configure(configure);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IKubernetesClient>(provider => new KubernetesClient(
            provider.GetRequiredService<KubernetesClientConfiguration>(),
            provider.GetRequiredService<IOptions<KubernetesClientOptions>>().Value,
            provider.GetService<IMeterFactory>(),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
