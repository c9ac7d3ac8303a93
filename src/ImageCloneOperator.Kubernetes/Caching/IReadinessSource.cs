namespace ImageCloneOperator.Kubernetes.Caching;

/// <summary>Something that must be in order before this program can do its work.</summary>
public interface IReadinessSource
{
    string Name { get; }

    /// <summary>A sentence that says what is missing and what to do about it; null when ready.</summary>
    string? NotReadyBecause { get; }
}
