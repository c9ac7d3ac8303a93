using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Hosting;
using ImageCloneOperator.Kubernetes.Sources;
using Microsoft.Extensions.DependencyInjection;

namespace ImageCloneOperator.Workloads.Caching;

/// <summary>Lets changes of workloads, of whatever kind, wake a controller.</summary>
internal static class WorkloadSource
{
    /// <summary>Maps each change of a workload to keys of the controller, by its old state and its new.</summary>
    public static void WatchesWorkloads<TKey>(
        this ReconcilerOptions<TKey> controller,
        Func<IServiceProvider, Func<Workload, IEnumerable<TKey>>> map,
        Func<CacheChange<Workload>, bool> when)
        where TKey : notnull =>
        controller.From(provider => new KindSource<TKey, Workload>(provider.GetRequiredService<WorkloadCaches>(), map(provider), when));
}
