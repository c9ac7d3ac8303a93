using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Client;
using ImageCloneOperator.Kubernetes.Entities;

namespace ImageCloneOperator.Workloads;

/// <inheritdoc cref="IWorkloadCache"/>
internal sealed class WorkloadCache<T>(IResourceCache<T> cache) : IWorkloadCache
    where T : class, IWorkload
{
    public const string ByImage = "image";
    public const string ByNamespace = "namespace";
    public const string ByFinalizer = "held";
    public const string ByRewrite = "rewritten";
    private const string Yes = "true";

    public string Kind => KindName;

    private static string KindName { get; } = EntityMetadata.Of<T>().Kind;

    public static void Configure(ResourceCacheOptions<T> options)
    {
        options.Indexes[ByImage] = Images;
        options.Indexes[ByNamespace] = workload => [workload.Metadata.Namespace ?? ""];
        options.Indexes[ByFinalizer] = workload => WorkloadReader.IsHeld(workload.Metadata) ? [Yes] : [];
        options.Indexes[ByRewrite] = workload => WorkloadReader.IsRewritten(workload.Metadata) ? [Yes] : [];
    }

    public IEnumerable<IWorkload> All() => cache.List();

    public IWorkload? Find(string @namespace, string name) => cache.Get(new EntityKey(@namespace, name));

    public IEnumerable<IWorkload> Using(string image) => cache.ByIndex(ByImage, image);

    public IEnumerable<IWorkload> Held() => cache.ByIndex(ByFinalizer, Yes);

    public IEnumerable<IWorkload> Rewritten() => cache.ByIndex(ByRewrite, Yes);

    /// <summary>The canonical names of the images that a workload uses, as their owner wrote them; bad references have none.</summary>
    public static IEnumerable<string> Images(T workload)
    {
        var info = WorkloadReader.Read(workload, KindName);
        foreach (var image in info.Images.Select(info.Original).Distinct(StringComparer.Ordinal))
        {
            if (ImageReference.TryParse(image, out var reference, out _)) yield return new BackupKey("", reference).Source.ToString();
        }
    }
}
