using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Controllers;
using ImageCloneOperator.Kubernetes.Sources;
using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;

namespace ImageCloneOperator.Kubernetes.Hosting;

/// <summary>How a controller works, and what makes it look at which key.</summary>
public class ReconcilerOptions<TKey> : ControllerOptions
    where TKey : notnull
{
    private readonly OperatorBuilder _operator;
    private readonly List<Func<IServiceProvider, ISource<TKey>>> _sources = [];

    internal ReconcilerOptions(string name, OperatorBuilder @operator)
        : base(name) => _operator = @operator;

    /// <summary>The object that a key stands for, which log lines and spans then name; none where it stands for no single one.</summary>
    public Func<TKey, V1ObjectReference>? About { get; set; }

    /// <summary>
    /// Maps each change of a <typeparamref name="TOther"/> to keys, by its old state and its new. The function runs on the cache's thread
    /// and must be quick.
    /// </summary>
    public void Watches<TOther>(Func<TOther, IEnumerable<TKey>> map, Func<CacheChange<TOther>, bool>? when = null)
        where TOther : class, IKubernetesObject<V1ObjectMeta> => Watches(_ => map, when);

    /// <summary>As above, with a function made from services, such as one that looks into the index of another cache.</summary>
    public void Watches<TOther>(Func<IServiceProvider, Func<TOther, IEnumerable<TKey>>> map, Func<CacheChange<TOther>, bool>? when = null)
        where TOther : class, IKubernetesObject<V1ObjectMeta>
    {
        _operator.AddCache<TOther>();
        From(services => new KindSource<TKey, TOther>(services.GetRequiredService<IResourceCache<TOther>>(), map(services), when));
    }

    /// <summary>Only waits for the cache before the first reconcile: for one that reconciles read and whose changes need none.</summary>
    public void Reads<TOther>()
        where TOther : class, IKubernetesObject<V1ObjectMeta> => Watches<TOther>(_ => [], _ => false);

    public void From(Func<IServiceProvider, ISource<TKey>> source) => _sources.Add(source);

    internal IEnumerable<ISource<TKey>> Sources(IServiceProvider services) => _sources.Select(source => source(services));
}
