using System.Text.Json.Serialization;

namespace ImageCloneOperator.Secrets.Plugins;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(CredentialProviderConfig))]
[JsonSerializable(typeof(CredentialProviderRequest))]
[JsonSerializable(typeof(CredentialProviderResponse))]
internal sealed partial class PluginJsonContext : JsonSerializerContext;
