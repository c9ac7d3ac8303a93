using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Coordination;
using ImageCloneOperator.Kubernetes.Hosting;
using ImageCloneOperator.Kubernetes.Sources;
using ImageCloneOperator.Webhooks.Admission;
using ImageCloneOperator.Webhooks.Certificates;
using ImageCloneOperator.Webhooks.Objects;
using ImageCloneOperator.Webhooks.Pods;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;

namespace ImageCloneOperator.Webhooks;

/// <summary>Puts the webhooks together.</summary>
internal static class WebhookServices
{
    private const string Certificates = "certificates";

    public static void AddWebhooks(this OperatorBuilder builder)
    {
        builder.Services.AddSingleton<IAdmissionWebhook, PodWebhook>();
        builder.Services.AddSingleton<IAdmissionWebhook, ObjectWebhook>();
        builder.Services.AddSingleton<WebhookCallers>();
        builder.Services.AddSingleton<WebhookMetrics>();
        builder.Services.AddSingleton<AdmissionHandler>();
        builder.Services.AddHostedService<WebhookLinger>();
        AddCertificates(builder);
    }

    private static void AddCertificates(OperatorBuilder builder)
    {
        builder.AddCache<V1MutatingWebhookConfiguration>(OnlyOurs);
        builder.AddCache<V1ValidatingWebhookConfiguration>(OnlyOurs);
        builder.Services.AddSingleton<WebhookConfigurations>();
        builder.Services.AddSingleton<CertificateStore>();
        builder.Services.AddSingleton<TrustedAuthorities>();
        builder.Services.AddSingleton<ServingCertificate>();
        builder.Services.AddSingleton<IReadinessSource>(provider => provider.GetRequiredService<ServingCertificate>());
        builder.AddReconciler<CertificateAuthority, string>("WebhookCertificates", Watch);
        builder.AddReconciler<CertificateLoader, string>("ServingCertificate", controller =>
        {
            controller.RunsOn = Replicas.All;
            Watch(controller);
        });
    }

    private static void Watch(ReconcilerOptions<string> controller)
    {
        controller.From(_ => new StartupSource<string>(Certificates));
        controller.Watches<V1MutatingWebhookConfiguration>(_ => [Certificates]);
        controller.Watches<V1ValidatingWebhookConfiguration>(_ => [Certificates]);
    }

    /// <summary>All that the operator's role lets it see.</summary>
    private static void OnlyOurs<T>(ResourceCacheOptions<T> cache)
        where T : class => cache.FieldSelector = $"metadata.name={WebhookConfigurations.Name}";
}
