using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Events;

/// <summary>What makes two events the same but for their time.</summary>
internal sealed record Occurrence(V1ObjectReference Regarding, EventType Type, string Reason, string Note, string Action);
