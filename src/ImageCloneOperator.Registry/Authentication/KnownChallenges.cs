using System.Collections.Concurrent;
using ImageCloneOperator.Registry.Transport.Connections;

namespace ImageCloneOperator.Registry.Authentication;

/// <summary>How each host asked for authentication last, which saves a refused request per operation.</summary>
internal sealed class KnownChallenges
{
    private readonly ConcurrentDictionary<HostConnection, Challenge> _challenges = new();

    public Challenge? Of(HostConnection connection) => _challenges.GetValueOrDefault(connection);

    public void Remember(HostConnection connection, Challenge challenge) => _challenges[connection] = challenge;
}
