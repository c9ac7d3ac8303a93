namespace ImageCloneOperator.Kubernetes.Json;

internal sealed record DeletePreconditions(string? Uid, string? ResourceVersion);
