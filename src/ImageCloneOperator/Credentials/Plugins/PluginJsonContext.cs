using System.Text.Json.Serialization;

namespace ImageCloneOperator.Credentials.Plugins;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(CredentialProviderConfig))]
[JsonSerializable(typeof(CredentialProviderRequest))]
[JsonSerializable(typeof(CredentialProviderResponse))]
internal sealed partial class PluginJsonContext : JsonSerializerContext;
