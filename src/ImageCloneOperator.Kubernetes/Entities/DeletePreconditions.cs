namespace ImageCloneOperator.Kubernetes.Entities;

internal sealed record DeletePreconditions(string? Uid, string? ResourceVersion);
