namespace ImageCloneOperator.Kubernetes.Events;

public enum EventType
{
    Normal,
    Warning,
}
