using ImageCloneOperator.Api.Schema;

namespace ImageCloneOperator.Api.Policies;

/// <summary>The repositories that a push does not find, and that the registry does not make by itself.</summary>
public sealed record RepositoryCreation
{
    internal const int MostTags = 50;
    internal const int TagKeyMaxLength = 128;
    internal const int TagValueMaxLength = 256;

    /// <summary>Make them.</summary>
    [ServerDefault]
    public bool Enabled { get; set; } = true;

    /// <summary>The tags of the repositories, in the sense of AWS: at most 50.</summary>
    public Dictionary<string, string>? Tags { get; set; }

    /// <summary>No tag of them can be moved: for policies whose images all have fixed tags.</summary>
    [ServerDefault]
    public bool Immutable { get; set; }

    /// <summary>Scan images when they are pushed.</summary>
    [ServerDefault]
    public bool ScanOnPush { get; set; }

    /// <summary>The key of AWS KMS that encrypts them, by ARN, id or alias; that of ECR when left out.</summary>
    [Size(Min = 1, Max = 2048)]
    public string? KmsKey { get; set; }

    /// <summary>Their lifecycle policy as JSON, as aws ecr put-lifecycle-policy takes it.</summary>
    [Size(Min = 1, Max = 30720)]
    public string? LifecyclePolicy { get; set; }
}
