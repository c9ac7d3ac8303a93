using System.Diagnostics.Metrics;
using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Serialization;
using ImageCloneOperator.Backups;
using ImageCloneOperator.Catalogs;
using ImageCloneOperator.Credentials;
using ImageCloneOperator.Dashboard;
using ImageCloneOperator.Kubernetes.Configuration;
using ImageCloneOperator.Kubernetes.Coordination;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Events;
using ImageCloneOperator.Kubernetes.Hosting;
using ImageCloneOperator.Options;
using ImageCloneOperator.Policies;
using ImageCloneOperator.Policies.Compilation;
using ImageCloneOperator.Registry;
using ImageCloneOperator.Registry.Addresses;
using ImageCloneOperator.Registry.Artifacts;
using ImageCloneOperator.Removal;
using ImageCloneOperator.Webhooks;
using ImageCloneOperator.Workloads;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Hosting;

/// <summary>Puts the operator together from its features, each of which registers itself.</summary>
internal static class OperatorServices
{
    private const string LeaseName = "image-clone-operator";

    public static void AddImageCloneOperator(this IServiceCollection services, RunOptions options, ClusterConfiguration cluster)
    {
        services.AddSingleton(options);
        // First, and so the last to stop.
        services.AddHostedService(provider => new RemovalOnStop(
            provider.GetRequiredService<IKubernetesClient>(),
            options.Namespace,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RemovalOnStop>>()));
        AddCluster(services, options, cluster);
        AddRegistries(services, options, cluster);
        services.AddCredentials(options.Namespace, options.CredentialProviderConfig, options.CredentialProviderFolder);
        var builder = services.AddKubernetesOperator();
        AddMembership(builder, options);
        builder.AddPolicies(options.Namespace);
        builder.AddBackups(options.MaxConcurrentCopies);
        builder.AddCatalogs(options.ClusterName);
        builder.AddWorkloads();
        if (options.Webhook is not null) builder.AddWebhooks();
        if (options.Dashboard is not null) services.AddDashboard();
    }

    private static void AddCluster(IServiceCollection services, RunOptions options, ClusterConfiguration cluster)
    {
        var client = new KubernetesClientOptions { FieldManager = WellKnown.FieldManager };
        client.TypeInfoResolvers.Add(ApiJsonContext.Default);
        services.AddSingleton<IKubernetesClient>(provider => new KubernetesClient(
            cluster, client, provider.GetRequiredService<IMeterFactory>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(new EventRecorderOptions { ReportingInstance = options.PodName });
        services.AddSingleton<EventRecorder>();
        services.AddSingleton<IEventRecorder>(provider => provider.GetRequiredService<EventRecorder>());
        services.AddHostedService(provider => provider.GetRequiredService<EventRecorder>());
        services.AddSingleton(new LeaderElectionOptions
        {
            LeaseName = LeaseName,
            Namespace = options.Namespace,
            Identity = $"{options.PodName}_{Guid.NewGuid():N}",
        });
        if (options.LeaderElect) services.AddSingleton<ILeaderElection, LeaseElection>();
        else services.AddSingleton<ILeaderElection, AlwaysLeader>();
    }

    /// <summary>Every replica copies; a single one needs no Leases to know that.</summary>
    private static void AddMembership(OperatorBuilder builder, RunOptions options)
    {
        if (!options.LeaderElect)
        {
            builder.Services.AddSingleton<IMembership>(new SoleMember(options.PodName));
            return;
        }

        builder.AddCache<V1Lease>(cache =>
        {
            cache.Namespace = options.Namespace;
            cache.LabelSelector = WellKnown.MemberLabel;
            // Our own renewals come every other second.
            cache.SilenceLimit = TimeSpan.FromSeconds(20);
        });
        var name = $"{options.PodName}-{Guid.NewGuid().ToString("N")[..8]}";
        builder.Services.AddSingleton(provider => new MembershipOptions
        {
            Name = name,
            Namespace = options.Namespace,
            Label = WellKnown.MemberLabel,
            Annotations = () => HostSharing.Tell(
                provider.GetRequiredService<RegistryClient>().Hosts, provider.GetRequiredService<TimeProvider>()),
        });
        builder.Services.AddSingleton<IMembership, LeaseMembership>();
        builder.Services.AddHostedService<HostSharing>();
    }

    private static void AddRegistries(IServiceCollection services, RunOptions options, ClusterConfiguration cluster)
    {
        services.AddSingleton(provider => new RegistryClient(
            new RegistryClientOptions
            {
                LeastThroughput = options.LeastThroughput,
                Rules = new ConnectionRules
                {
                    Refused = options.RefusedAddresses,
                    RefusedHosts = [cluster.Server.DnsSafeHost],
                    IsNamed = provider.GetRequiredService<CompiledPolicies>().NameRegistry,
                },
            },
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ImageCopier>();
        services.AddSingleton<RegistryInspector>();
        services.AddSingleton<TargetMaintenance>();
        services.AddSingleton<ArtifactStore>();
    }
}
