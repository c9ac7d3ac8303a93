namespace ImageCloneOperator.Kubernetes.Transport;

public enum WatchEventType
{
    Added,
    Modified,
    Deleted,
    Bookmark,
}
