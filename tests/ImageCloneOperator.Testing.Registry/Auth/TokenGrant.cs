namespace ImageCloneOperator.Testing.Registry.Auth;

/// <summary>What a token is good for, and until when.</summary>
internal sealed record TokenGrant(RegistryAccount? Account, IReadOnlyList<TokenScope> Scopes, DateTimeOffset Expires)
{
    public bool Allows(string repository, string action) =>
        Scopes.Any(scope => scope.Type == "repository" && scope.Name == repository && scope.Actions.Contains(action));
}
