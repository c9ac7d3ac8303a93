using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Core.Credentials;

/// <summary>
/// Finds the credentials for a repository as kubelet does: all that match, the most specific key first, for equal keys in the order of
/// their secrets. In one thing it is stricter: a path matches whole parts only, so that <c>host/team</c> never serves <c>host/team-b</c>.
/// </summary>
public sealed class CredentialKeyring
{
    private const string HubKey = "index.docker.io";

    private readonly IReadOnlyList<(ServerPattern Server, RegistryCredential Credential)> _entries;

    /// <param name="entries">In the order of the secrets that they come from.</param>
    public CredentialKeyring(IEnumerable<CredentialEntry> entries) =>
        _entries = [.. entries
            .Select(entry => (Server: ServerPattern.Parse(entry.Server), entry.Credential))
            .OrderByDescending(entry => entry.Server.Key, StringComparer.Ordinal)];

    public IReadOnlyList<RegistryCredential> Find(string registry, string repository)
    {
        var found = Matching(server => server.Matches(registry, repository));
        // Docker itself looks at the host alone of a URL that it wrote.
        if (found.Count == 0) found = Matching(server => server.IsApi && server.MatchesHost(registry));
        // docker login writes the Hub's key as it was in 2013; it serves only where no key of today does.
        return found.Count == 0 && registry == DockerHub.Registry ? Matching(server => server.Key == HubKey) : found;
    }

    private List<RegistryCredential> Matching(Func<ServerPattern, bool> matches) =>
        [.. _entries.Where(entry => matches(entry.Server)).Select(entry => entry.Credential).Distinct()];
}
