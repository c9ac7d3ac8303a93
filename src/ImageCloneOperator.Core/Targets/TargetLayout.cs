namespace ImageCloneOperator.Core.Targets;

public enum TargetLayout
{
    /// <summary><c>prefix/docker.io/library/nginx</c></summary>
    Nested,

    /// <summary><c>prefix/docker.io_library_nginx</c>, for registries that allow no deeper names.</summary>
    Flat,
}
