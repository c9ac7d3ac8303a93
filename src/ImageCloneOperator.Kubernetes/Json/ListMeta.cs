namespace ImageCloneOperator.Kubernetes.Json;

internal sealed record ListMeta(string? ResourceVersion, string? Continue);
