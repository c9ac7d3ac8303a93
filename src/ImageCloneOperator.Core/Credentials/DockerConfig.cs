namespace ImageCloneOperator.Core.Credentials;

/// <summary>What <c>docker login</c> leaves: credentials themselves, and the names of the programs that keep others.</summary>
/// <param name="Entries">One for each server that has a credential, or a broken one (<see cref="RegistryCredential.Problem"/>).</param>
/// <param name="Helpers">The helper of each server that has one of its own.</param>
/// <param name="Store">The helper of all others.</param>
public sealed record DockerConfig(IReadOnlyList<CredentialEntry> Entries, IReadOnlyDictionary<string, string> Helpers, string? Store)
{
    public static DockerConfig Empty { get; } = new([], new Dictionary<string, string>(), null);
}
