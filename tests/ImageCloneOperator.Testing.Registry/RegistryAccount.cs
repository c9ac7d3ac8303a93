namespace ImageCloneOperator.Testing.Registry;

/// <summary>Somebody who may log in.</summary>
/// <remarks>Repositories are given by name, as <c>team/*</c> (all below), or as <c>*</c> (all).</remarks>
public sealed record RegistryAccount(string User, string Password)
{
    public IReadOnlyList<string> Pull { get; init; } = ["*"];

    /// <summary>Where pushing and deleting is allowed.</summary>
    public IReadOnlyList<string> Push { get; init; } = ["*"];
}
