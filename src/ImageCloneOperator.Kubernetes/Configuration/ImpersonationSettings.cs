namespace ImageCloneOperator.Kubernetes.Configuration;

/// <summary>Whom to act as, if the credentials' owner may.</summary>
public sealed record ImpersonationSettings(string User, string? Uid, IReadOnlyList<string> Groups);
