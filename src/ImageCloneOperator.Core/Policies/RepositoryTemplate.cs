namespace ImageCloneOperator.Core.Policies;

/// <summary>How the repositories are made that a registry does not make by itself, such as Amazon ECR's.</summary>
public sealed record RepositoryTemplate
{
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>A tag can be written once and never moved.</summary>
    public bool Immutable { get; init; }

    public bool ScanOnPush { get; init; }

    /// <summary>The key that encrypts, by ARN or name; null: the registry's own.</summary>
    public string? KmsKey { get; init; }

    /// <summary>JSON, as the registry reads it.</summary>
    public string? LifecyclePolicy { get; init; }
}
