namespace ImageCloneOperator.Registry;

/// <summary>What was tried and where, for people: <c>read manifest latest of registry.example.com/team/app</c>.</summary>
public sealed record RegistryOperation(string Name, string Host, string Repository)
{
    public override string ToString() => Repository.Length == 0 ? $"{Name} at {Host}" : $"{Name} of {Host}/{Repository}";
}
