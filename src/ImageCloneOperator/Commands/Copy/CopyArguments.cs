using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Commands.Copy;

/// <summary>The arguments of <c>copy</c>.</summary>
internal sealed record CopyArguments
{
    public string? Source { get; init; }

    public string? Target { get; init; }

    /// <summary>Given instead of the pair.</summary>
    public FileInfo? File { get; init; }

    public IReadOnlyList<Platform> Platforms { get; init; } = [];

    public IReadOnlyList<string> PlainHttp { get; init; } = [];

    /// <summary>Registries whose blobs may be read by http though they themselves are reached by https.</summary>
    public IReadOnlyList<string> HttpStorage { get; init; } = [];

    /// <summary>Each FILE or HOST=FILE.</summary>
    public IReadOnlyList<string> CaFiles { get; init; } = [];

    public bool Referrers { get; init; }

    public int Concurrency { get; init; } = 1;

    public bool DryRun { get; init; }

    public bool Json { get; init; }
}
