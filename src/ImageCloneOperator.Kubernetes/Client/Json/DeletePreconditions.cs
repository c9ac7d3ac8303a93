namespace ImageCloneOperator.Kubernetes.Client.Json;

internal sealed record DeletePreconditions(string? Uid, string? ResourceVersion);
