using System.Text.Json.Serialization;
using ImageCloneOperator.DevCluster.Registry.Auth;
using ImageCloneOperator.DevCluster.Registry.Protocol;
using ImageCloneOperator.DevCluster.Registry.Storage;

namespace ImageCloneOperator.DevCluster.Registry;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ManifestBody))]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(TagListBody))]
[JsonSerializable(typeof(CatalogBody))]
[JsonSerializable(typeof(ReferrersBody))]
[JsonSerializable(typeof(TokenBody))]
internal sealed partial class RegistryJson : JsonSerializerContext;
