namespace ImageCloneOperator.Testing.Registry;

/// <summary>How callers show who they are.</summary>
public enum RegistryAuth
{
    None,
    Basic,
    Token,
}
