using ImageCloneOperator.Core.Credentials.Clouds;

namespace ImageCloneOperator.Commands;

/// <summary>How a command speaks to registries.</summary>
internal sealed record RegistryArguments
{
    public IReadOnlyList<string> PlainHttp { get; init; } = [];

    /// <summary>Registries whose blobs may be read by http though they themselves are reached by https.</summary>
    public IReadOnlyList<string> HttpStorage { get; init; } = [];

    /// <summary>Each FILE or HOST=FILE.</summary>
    public IReadOnlyList<string> CaFiles { get; init; } = [];

    /// <summary>Whose identity logs in to a registry, by its host.</summary>
    public IReadOnlyDictionary<string, CloudProvider> Providers { get; init; } = new Dictionary<string, CloudProvider>();
}
