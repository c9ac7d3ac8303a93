using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Objects;
using ImageCloneOperator.Testing.KubeApi.OpenApi;
using ImageCloneOperator.Testing.KubeApi.Resources;

namespace ImageCloneOperator.Testing.KubeApi.Discovery;

/// <summary>The OpenAPI documents of what is served now, written when first asked for.</summary>
internal sealed class OpenApiDocuments(ResourceCatalog catalog)
{
    private readonly Lock _gate = new();
    private Documents? _current;

    public byte[] V3Index() => Current().Index.Value;

    /// <summary>By group path, such as <c>apis/apps/v1</c>; null when nothing is served there.</summary>
    public byte[]? V3(string path) => Current().V3.Value.GetValueOrDefault(path)?.ToUtf8();

    private Documents Current()
    {
        lock (_gate)
        {
            var generation = catalog.Generation;
            if (_current?.Generation != generation) _current = new Documents(generation, Resources());
            return _current;
        }
    }

    private List<OpenApiResource> Resources() =>
    [
        .. from resource in catalog.All
           let schema = KindSchemas.For(resource)
           where schema is not null
           select new OpenApiResource(schema, resource.Plural, resource.Namespaced)
           {
               Verbs = resource.Verbs,
               ListKind = resource.ListKind,
           },
    ];

    private sealed class Documents
    {
        public Documents(int generation, List<OpenApiResource> resources)
        {
            Generation = generation;
            V3 = new Lazy<Dictionary<string, JsonObject>>(() =>
                resources.GroupBy(resource => resource.GroupPath, StringComparer.Ordinal)
                    .ToDictionary(group => group.Key, group => OpenApiV3.Document([.. group]), StringComparer.Ordinal));
            Index = new Lazy<byte[]>(() => OpenApiV3.Index(V3.Value).ToUtf8());
        }

        public int Generation { get; }

        public Lazy<Dictionary<string, JsonObject>> V3 { get; }

        public Lazy<byte[]> Index { get; }
    }
}
