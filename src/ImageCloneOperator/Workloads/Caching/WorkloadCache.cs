using ImageCloneOperator.Api;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Entities;
using ImageCloneOperator.Kubernetes.Resources;

namespace ImageCloneOperator.Workloads.Caching;

/// <inheritdoc cref="IWorkloadCache"/>
internal sealed class WorkloadCache<T>(IResourceCache<T> cache) : IWorkloadCache
    where T : class, IWorkload
{
    public const string ByImage = "image";
    public const string ByNamespace = "namespace";
    public const string ByFinalizer = "held";
    public const string ByRewrite = "rewritten";
    private const string Yes = "true";
    private const string Prefix = ApiGroup.Name + "/";

    public string Kind => KindName;

    private static string KindName { get; } = ApiResource.Of<T>().Kind;

    public static void Configure(ResourceCacheOptions<T> options)
    {
        options.Transform = Trim;
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

    /// <summary>Forgets what is not read: of a large cluster's workloads, that is most of what they take in memory.</summary>
    private static T Trim(T workload)
    {
        if (workload.Metadata.Annotations is { } annotations) KeepOurs(annotations);
        workload.Metadata.Labels?.TrimExcess();
        if (workload.PodTemplate?.Spec is not { } pod) return workload;
        pod.Containers?.TrimExcess();
        pod.Volumes = pod.Volumes?.FindAll(volume => volume.Image is not null) is { Count: > 0 } images ? images : null;
        return workload;
    }

    // An empty map, not none: a patch that added the map would replace the one that is there.
    private static void KeepOurs(Dictionary<string, string> annotations)
    {
        foreach (var foreign in annotations.Keys.Where(name => !name.StartsWith(Prefix, StringComparison.Ordinal))) annotations.Remove(foreign);
        annotations.TrimExcess();
    }

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
