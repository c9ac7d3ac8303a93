using ImageCloneOperator.Catalogs.Storage;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Hosting;
using ImageCloneOperator.Kubernetes.Resources;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;

namespace ImageCloneOperator.Catalogs;

/// <summary>Registers what writes catalogues.</summary>
internal static class CatalogServices
{
    public static void AddCatalogs(this OperatorBuilder builder, string? clusterName)
    {
        builder.Services.AddSingleton(
            provider => new ClusterName(clusterName, provider.GetRequiredService<IResourceCache<V1Namespace>>()));
        builder.Services.AddSingleton<CatalogStore>();
        builder.Services.AddSingleton<OtherClusters>();
        builder.AddReconciler<CatalogController, EntityKey>("Catalog", CatalogController.Configure);
    }
}
