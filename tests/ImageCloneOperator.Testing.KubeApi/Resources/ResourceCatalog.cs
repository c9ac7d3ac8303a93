namespace ImageCloneOperator.Testing.KubeApi.Resources;

/// <summary>What is served now: the built-in resources and those of the established CustomResourceDefinitions.</summary>
internal sealed class ResourceCatalog
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, IReadOnlyList<ResourceDefinition>> _custom = new(StringComparer.Ordinal);
    private volatile Index _index = new(BuiltInResources.Definitions);

    public IReadOnlyList<ResourceDefinition> All => _index.All;

    /// <summary>Changes whenever a definition comes, changes or goes.</summary>
    public int Generation { get; private set; }

    public ResourceDefinition? Find(string group, string version, string plural) =>
        _index.ByPath.GetValueOrDefault((group, version, plural));

    public ResourceDefinition? FindKind(string apiVersion, string kind) => _index.ByKind.GetValueOrDefault((apiVersion, kind));

    public ResourceDefinition? FindTable(string table) => _index.ByTable.GetValueOrDefault(table);

    public void SetCustom(string definitionName, IReadOnlyList<ResourceDefinition> versions)
    {
        lock (_gate)
        {
            if (versions.Count == 0) _custom.Remove(definitionName);
            else _custom[definitionName] = versions;
            _index = new Index([.. BuiltInResources.Definitions, .. _custom.Values.SelectMany(list => list)]);
            Generation++;
        }
    }

    private sealed class Index(IReadOnlyList<ResourceDefinition> all)
    {
        public IReadOnlyList<ResourceDefinition> All => all;

        public Dictionary<(string Group, string Version, string Plural), ResourceDefinition> ByPath { get; } =
            all.ToDictionary(resource => (resource.Group, resource.Version, resource.Plural));

        public Dictionary<(string ApiVersion, string Kind), ResourceDefinition> ByKind { get; } =
            all.ToDictionary(resource => (resource.ApiVersion, resource.Kind));

        public Dictionary<string, ResourceDefinition> ByTable { get; } =
            all.DistinctBy(resource => resource.Table).ToDictionary(resource => resource.Table);
    }
}
