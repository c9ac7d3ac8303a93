namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary><c>metav1.DeleteOptions</c> as it is sent.</summary>
internal sealed record DeleteBody(string ApiVersion, string Kind, DeletePreconditions? Preconditions, string? PropagationPolicy);
