using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Registry;

/// <summary>An operation and its place, for people: <c>read manifest latest of registry.example.com/team/app</c>.</summary>
public sealed record RegistryOperation(string Name, string Host, string Repository)
{
    public override string ToString() =>
        Repository.Length == 0 ? $"{Name} at {Host}" : $"{Name} of {ImageReference.NameOf(Host, Repository)}";
}
