using System.Diagnostics.Metrics;
using ImageCloneOperator.Kubernetes.Configuration;
using ImageCloneOperator.Kubernetes.Events;
using ImageCloneOperator.Kubernetes.LeaderElection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ImageCloneOperator.Kubernetes.Client;

/// <summary>Registers <see cref="IKubernetesClient"/> and what stands directly on it.</summary>
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

    /// <summary><see cref="IEventRecorder"/>, which sends as long as the host runs.</summary>
    public static IServiceCollection AddEventRecorder(this IServiceCollection services, EventRecorderOptions? options = null)
    {
        services.AddSingleton(provider => new EventRecorder(
            provider.GetRequiredService<IKubernetesClient>(),
            options ?? new(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<EventRecorder>>()));
        services.AddSingleton<IEventRecorder>(provider => provider.GetRequiredService<EventRecorder>());
        return services.AddHostedService(provider => provider.GetRequiredService<EventRecorder>());
    }

    /// <summary>Leadership by a lease, or none to share when there are no options.</summary>
    public static IServiceCollection AddLeaderElection(this IServiceCollection services, LeaderElectionOptions? options) =>
        services.AddSingleton<ILeaderElection>(provider => options is null ? new AlwaysLeader() : new LeaseElection(
            provider.GetRequiredService<IKubernetesClient>(),
            options,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<LeaseElection>>()));
}
