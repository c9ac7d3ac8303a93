namespace ImageCloneOperator.Kubernetes.Caching;

/// <summary>The server does not let a kind be read; it is asked again from time to time.</summary>
/// <param name="Sentence">What a person can do.</param>
/// <param name="IsServed">False where the server does not have the kind.</param>
public sealed record CacheRefusal(string Sentence, bool IsServed);
