using System.Text.Json.Serialization;

namespace ImageCloneOperator.Credentials.Repositories;

/// <summary>What ECR's CreateRepository takes.</summary>
internal sealed record EcrRepository(
    string RepositoryName,
    IReadOnlyList<EcrTag>? Tags,
    string ImageTagMutability,
    EcrScanning? ImageScanningConfiguration,
    EcrEncryption? EncryptionConfiguration);

/// <summary>A tag of a repository, whose names AWS writes with capitals.</summary>
internal sealed record EcrTag([property: JsonPropertyName("Key")] string Key, [property: JsonPropertyName("Value")] string Value);

internal sealed record EcrScanning(bool ScanOnPush);

internal sealed record EcrEncryption(string EncryptionType, string KmsKey);

/// <summary>What ECR's PutLifecyclePolicy takes.</summary>
internal sealed record EcrLifecycle(string RepositoryName, string LifecyclePolicyText);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EcrRepository))]
[JsonSerializable(typeof(EcrLifecycle))]
internal sealed partial class EcrJsonContext : JsonSerializerContext;
