using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Configuration;
using ImageCloneOperator.Kubernetes.Controllers;
using ImageCloneOperator.Kubernetes.Coordination;
using ImageCloneOperator.Kubernetes.Entities;
using ImageCloneOperator.Kubernetes.Hosting;
using ImageCloneOperator.Testing.Entities;
using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Kubernetes.Tests.Hosting;

public sealed class OperatorRegistryTests
{
    [Fact]
    public async Task All_that_is_wrong_is_said_at_once_with_its_remedy()
    {
        var message = await StartAsync(builder => builder
            .AddController<Idle<V1Secret>, V1Secret>(options => options.Workers = 0)
            .AddController<Idle<V1Secret>, V1Secret>(options => options.Deadline = TimeSpan.Zero)
            .AddCache<Nowhere>()
            .AddFinalizer<Idle<Deployment>, Deployment>("example.com/orphan")
            .AddFinalizer<Idle<V1Secret>, V1Secret>("no-domain"));

        Assert.Contains("call AddKubernetesClient()", message, StringComparison.Ordinal);
        Assert.Contains(
            "Controller 'Secret' runs on the leader, and there is no ILeaderElection: register LeaseElection",
            message,
            StringComparison.Ordinal);
        Assert.Contains("2 controllers are named 'Secret'", message, StringComparison.Ordinal);
        Assert.Contains("'Secret' has 0 workers: set Workers to 1 or more", message, StringComparison.Ordinal);
        Assert.Contains("set Deadline to more than zero", message, StringComparison.Ordinal);
        Assert.Contains(
            "Nowhere does not say where the API serves it: give it the attribute [KubernetesEntity]", message, StringComparison.Ordinal);
        Assert.Contains(
            "'example.com/orphan' has no controller that would call it: add one with AddController<…, Deployment>()",
            message,
            StringComparison.Ordinal);
        Assert.Contains("'no-domain' is no name for a finalizer", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_finalizer_registered_twice_is_an_error()
    {
        var message = await StartAsync(builder => builder
            .AddController<Idle<V1Secret>, V1Secret>()
            .AddFinalizer<Idle<V1Secret>, V1Secret>("example.com/clean-up")
            .AddFinalizer<Idle<V1Secret>, V1Secret>("example.com/clean-up"));

        Assert.Contains("'example.com/clean-up' is registered 2 times for Secret: keep one", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Complete_registrations_start()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<ILeaderElection, AlwaysLeader>();
        builder.Services.AddSingleton(new ClusterConfiguration { Server = new Uri("http://127.0.0.1:1") });
        builder.Services.AddKubernetesClient(options => options.TypeInfoResolvers.Add(TestJsonContext.Default)).AddKubernetesOperator()
            .AddController<Idle<V1Secret>, V1Secret>(options => options.Watches<Deployment>(_ => []))
            .AddController<Idle<Deployment>, Deployment>()
            .AddFinalizer<Idle<V1Secret>, V1Secret>("example.com/clean-up");
        using var host = builder.Build();
        await host.StartAsync();

        Assert.Equal(["Secret", "Deployment"], host.Services.GetServices<IController>().Select(controller => controller.Name));
        Assert.Equal(["secrets", "deployments.apps"], host.Services.GetServices<IReadinessSource>().Select(source => source.Name));
        await host.StopAsync();
    }

    private static async Task<string> StartAsync(Action<OperatorBuilder> register)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        register(builder.Services.AddKubernetesOperator());
        using var host = builder.Build();
        return (await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync())).Message;
    }

    private sealed class Idle<T> : IEntityController<T>, IEntityFinalizer<T>
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        public Task<ReconciliationResult<T>> ReconcileAsync(T entity, CancellationToken cancellationToken) =>
            FinalizeAsync(entity, cancellationToken);

        public Task<ReconciliationResult<T>> DeletedAsync(T entity, CancellationToken cancellationToken) =>
            FinalizeAsync(entity, cancellationToken);

        public Task<ReconciliationResult<T>> FinalizeAsync(T entity, CancellationToken cancellationToken) =>
            Task.FromResult(ReconciliationResult<T>.Success(entity));
    }

    private sealed class Nowhere : CustomKubernetesEntity;
}
