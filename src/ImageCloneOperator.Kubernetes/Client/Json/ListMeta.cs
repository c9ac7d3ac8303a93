namespace ImageCloneOperator.Kubernetes.Client.Json;

internal sealed record ListMeta(string? ResourceVersion, string? Continue, long? RemainingItemCount);
