using ImageCloneOperator.Testing.KubeApi.Faults;
using ImageCloneOperator.Testing.KubeApi.Http;
using ImageCloneOperator.Testing.KubeApi.Objects;
using ImageCloneOperator.Testing.KubeApi.Resources;
using ImageCloneOperator.Testing.KubeApi.Storage;

namespace ImageCloneOperator.Testing.KubeApi;

/// <summary>What outlives a listener: the objects, what is served, and the clock.</summary>
internal sealed class Cluster(ApiServerOptions options)
{
    public ApiServerOptions Options => options;

    public TimeProvider Clock => options.Clock;

    public Store Store { get; } = new(options.RetainedChanges);

    public ResourceCatalog Catalog { get; } = new();

    public FaultInjector Faults { get; } = new();

    public RequestCounts Requests { get; } = new();

    public string Now => Json.Time(Clock.GetUtcNow());

    public StoredObject? Find(ResourceDefinition resource, string @namespace, string name) => Store.Find(resource.Table, @namespace, name);

    public StoredObject? FindNamespace(string name) => Store.Find("/namespaces", "", name);
}
