using KindSchema = ImageCloneOperator.Testing.KubeApi.Schemas.BuiltIn.KindSchema;

namespace ImageCloneOperator.Testing.KubeApi.Resources;

/// <summary>Where a resource's schema comes from.</summary>
internal static class KindSchemas
{
    /// <summary>Null for a built-in kind that is kept as it is sent.</summary>
    public static KindSchema? For(ResourceDefinition resource) =>
        resource.Custom?.Schema ?? Schemas.BuiltIn.BuiltInKinds.Find(resource.ApiVersion, resource.Kind);

    /// <summary>The schema of the form in which the objects are stored.</summary>
    public static KindSchema? Stored(ResourceDefinition resource) =>
        resource.Custom?.Schema ?? Schemas.BuiltIn.BuiltInKinds.Find(resource.StorageApiVersion, resource.Kind);
}
