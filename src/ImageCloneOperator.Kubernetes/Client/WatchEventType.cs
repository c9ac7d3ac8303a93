namespace ImageCloneOperator.Kubernetes.Client;

public enum WatchEventType
{
    Added,
    Modified,
    Deleted,
    Bookmark,
}
