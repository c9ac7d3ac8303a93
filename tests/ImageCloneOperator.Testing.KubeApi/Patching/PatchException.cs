namespace ImageCloneOperator.Testing.KubeApi.Patching;

/// <summary>
/// A patch that cannot be applied. <see cref="Unprocessable"/> tells a well-formed one that doesn't fit the object (422) from a malformed
/// one (400).
/// </summary>
public sealed class PatchException(string message, bool unprocessable) : Exception(message)
{
    public bool Unprocessable { get; } = unprocessable;
}
