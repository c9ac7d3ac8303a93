using System.Runtime.CompilerServices;
using ImageCloneOperator.Registry.Transport;
using ImageCloneOperator.Registry.Transport.Connections;

namespace ImageCloneOperator.Registry.Authentication;

/// <summary>
/// How each host asked for authentication last, the way that it accepted first. It saves a refused request per operation.
/// </summary>
internal sealed class HostChallenges(RegistryClientOptions options, TimeProvider time)
{
    private readonly ConditionalWeakTable<HostConnection, IReadOnlyList<Challenge>> _challenges = [];

    /// <returns>Empty where the host has not asked for any.</returns>
    public IReadOnlyList<Challenge> Of(HostConnection connection) => _challenges.TryGetValue(connection, out var known) ? known : [];

    public void Remember(HostConnection connection, IReadOnlyList<Challenge> challenges) =>
        _challenges.AddOrUpdate(connection, challenges);

    public void Prefer(HostConnection connection, Challenge accepted)
    {
        if (Of(connection) is [var first, ..] known && first.Scheme != accepted.Scheme)
            Remember(connection, [.. known.OrderByDescending(challenge => challenge.Scheme == accepted.Scheme)]);
    }

    /// <summary>Asks the host itself, once: it may hide what it has from callers without a credential, and not ask them for one.</summary>
    public async Task<IReadOnlyList<Challenge>> AskAsync(HostConnection connection, CancellationToken cancellationToken)
    {
        if (_challenges.TryGetValue(connection, out var known)) return known;
        using var bound = new TimeBound(options.ResponseTimeout, time, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(connection.Root, "v2/"));
        UserAgent.AddTo(request);
        try
        {
            using var response = await connection.Direct.SendAsync(request, bound.Token);
            var asked = ChallengeParser.Read(response);
            Remember(connection, asked);
            return asked;
        }
        catch (Exception e) when (RequestSender.IsBreak(e, cancellationToken))
        {
            return [];
        }
    }
}
