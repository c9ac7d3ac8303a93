using ImageCloneOperator.Testing.KubeApi.Schemas.Definitions;

namespace ImageCloneOperator.Testing.KubeApi.Schemas.BuiltIn;

/// <summary>The kinds that every cluster has.</summary>
public static class BuiltInKinds
{
    private static readonly DefinitionTable Table = DefinitionTable.Load();

    private static readonly Dictionary<(string ApiVersion, string Kind), KindSchema> Kinds =
        Table.Kinds.ToDictionary(row => (row.ApiVersion, row.Kind), Schema);

    public static IReadOnlyCollection<KindSchema> All => Kinds.Values;

    public static KindSchema? Find(string apiVersion, string kind) => Kinds.GetValueOrDefault((apiVersion, kind));

    /// <summary>A definition by its full name, such as <c>io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta</c>.</summary>
    internal static Schema Definition(string name) => Table.Definitions[name];

    private static KindSchema Schema(KindRow row)
    {
        var slash = row.ApiVersion.IndexOf('/', StringComparison.Ordinal);
        var root = Table.Definitions[row.Definition];
        return new KindSchema(slash < 0 ? "" : row.ApiVersion[..slash], row.ApiVersion[(slash + 1)..], row.Kind, root)
        {
            HasStatus = root.Properties.ContainsKey("status"),
        };
    }
}
