using System.Diagnostics.CodeAnalysis;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Controllers;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Sources;
using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ImageCloneOperator.Kubernetes.Hosting;

/// <summary>Registers what an operator consists of.</summary>
public sealed class OperatorBuilder
{
    // Services are made by their constructors, which trimming would remove.
    private const DynamicallyAccessedMemberTypes Made = DynamicallyAccessedMemberTypes.PublicConstructors;

    private readonly OperatorRegistry _registry;

    internal OperatorBuilder(IServiceCollection services, OperatorRegistry registry) => (Services, _registry) = (services, registry);

    public IServiceCollection Services { get; }

    /// <summary>Keeps a cache of a kind; further calls for the same kind add to its options.</summary>
    public OperatorBuilder AddCache<T>(Action<ResourceCacheOptions<T>>? configure = null)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (configure is not null) Services.Configure(configure);
        if (!_registry.AddEntity(typeof(T))) return this;
        Services.AddSingleton(services =>
        {
            var client = services.GetRequiredService<IKubernetesClient>();
            return new ResourceCache<T>(
                client,
                client.TypeOf<T>(),
                services.GetRequiredService<IOptions<ResourceCacheOptions<T>>>().Value,
                services.GetRequiredService<TimeProvider>(),
                services.GetRequiredService<CacheMetrics>(),
                services.GetRequiredService<ILogger<ResourceCache<T>>>());
        });
        Services.AddSingleton<IResourceCache<T>>(services => services.GetRequiredService<ResourceCache<T>>());
        Services.AddSingleton<ICacheRunner>(services => services.GetRequiredService<ResourceCache<T>>());
        Services.AddSingleton<IReadinessSource>(services => services.GetRequiredService<ResourceCache<T>>());
        return this;
    }

    /// <summary>Lets a controller reconcile every entity of a kind; its cache comes along.</summary>
    public OperatorBuilder AddController<[DynamicallyAccessedMembers(Made)] TController, TEntity>(
        Action<EntityControllerOptions<TEntity>>? configure = null)
        where TController : class, IEntityController<TEntity>
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        AddCache<TEntity>();
        var options = new EntityControllerOptions<TEntity>(this);
        configure?.Invoke(options);
        Services.TryAddSingleton<TController>();
        options.About = key => new V1ObjectReference { Kind = options.Name, NamespaceProperty = key.Namespace, Name = key.Name };
        AddController(typeof(TEntity), options, services =>
        {
            var reconciler = new EntityReconciler<TEntity>(
                services.GetRequiredService<IResourceCache<TEntity>>(),
                services.GetRequiredService<TController>(),
                [.. services.GetServices<FinalizerRegistration<TEntity>>()],
                services.GetRequiredService<FinalizerPatcher>(),
                options.When);
            return (reconciler, [reconciler]);
        });
        return this;
    }

    /// <summary>
    /// Holds entities of a kind until they are cleaned up. The finalizer is attached before the controller sees an entity; an entity that
    /// is being deleted goes to its finalizers and no longer to the controller.
    /// </summary>
    /// <param name="identifier">Its name in the entity's metadata, such as <c>example.com/clean-up</c>.</param>
    public OperatorBuilder AddFinalizer<[DynamicallyAccessedMembers(Made)] TFinalizer, TEntity>(string identifier)
        where TFinalizer : class, IEntityFinalizer<TEntity>
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        _registry.AddFinalizer(identifier, typeof(TEntity));
        Services.TryAddSingleton<TFinalizer>();
        Services.AddSingleton(services => new FinalizerRegistration<TEntity>(identifier, services.GetRequiredService<TFinalizer>()));
        return this;
    }

    /// <summary>Reconciles keys of any type, which come from the watches and sources in its options.</summary>
    public OperatorBuilder AddReconciler<[DynamicallyAccessedMembers(Made)] TReconciler, TKey>(
        string name, Action<ReconcilerOptions<TKey>> configure)
        where TReconciler : class, IReconciler<TKey>
        where TKey : notnull
    {
        var options = new ReconcilerOptions<TKey>(name, this);
        configure(options);
        Services.TryAddSingleton<TReconciler>();
        AddController(null, options, services => (services.GetRequiredService<TReconciler>(), []));
        return this;
    }

    private void AddController<TKey>(
        Type? entity,
        ReconcilerOptions<TKey> options,
        Func<IServiceProvider, (IReconciler<TKey> Reconciler, IReadOnlyList<ISource<TKey>> Sources)> create)
        where TKey : notnull
    {
        _registry.AddController(entity, options);
        Services.AddSingleton<IController>(services =>
        {
            var (reconciler, sources) = create(services);
            return new Controller<TKey>(
                options.About,
                reconciler,
                [.. sources, .. options.Sources(services)],
                options,
                services.GetRequiredService<TimeProvider>(),
                services.GetRequiredService<ControllerMetrics>(),
                services.GetRequiredService<ILoggerFactory>().CreateLogger($"{typeof(IController).Namespace}.{options.Name}"));
        });
    }
}
