using System.Text.Json.Serialization;
using ImageCloneOperator.Testing.Registry.Auth;
using ImageCloneOperator.Testing.Registry.Protocol;
using ImageCloneOperator.Testing.Registry.Protocol.Listing;
using ImageCloneOperator.Testing.Registry.Protocol.Manifests;
using ImageCloneOperator.Testing.Registry.Storage;

namespace ImageCloneOperator.Testing.Registry;

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
