using System.Net.Http.Headers;
using ImageCloneOperator.Core.Credentials;
using ImageCloneOperator.Registry.Transport;
using ImageCloneOperator.Registry.Transport.Connections;

namespace ImageCloneOperator.Registry.Authentication;

/// <summary>
/// One request shown with one credential: answers what the registry asks for, each way once, until nothing new is left to show.
/// </summary>
internal sealed class ChallengeExchange(
    HostConnection connection, RegistryCredential? credential, RegistryRequest request, TokenCache tokens, TokenClient client)
{
    private readonly List<AuthenticationHeaderValue> _shown = [];
    private IReadOnlyList<string> _scopes = request.Scopes;
    private bool _hasAskedAnew;

    /// <summary>The challenge that was answered last.</summary>
    public Challenge? Answered { get; private set; }

    /// <summary>Answers what the host asked for at another time.</summary>
    public Task<AuthenticationHeaderValue?> BeginAsync(IReadOnlyList<Challenge> known, CancellationToken cancellationToken) =>
        FirstAsync(known, challenge => TokenAsync(challenge, refused: null, cancellationToken));

    /// <summary>Answers what this request was refused with.</summary>
    /// <returns>None when all ways have been tried.</returns>
    public Task<AuthenticationHeaderValue?> ContinueAsync(IReadOnlyList<Challenge> offered, CancellationToken cancellationToken) =>
        FirstAsync(offered, challenge => TokenAnewAsync(challenge, cancellationToken));

    private async Task<AuthenticationHeaderValue?> FirstAsync(
        IReadOnlyList<Challenge> challenges, Func<Challenge, Task<AuthenticationHeaderValue?>> token)
    {
        RegistryException? failure = null;
        foreach (var challenge in challenges)
        {
            try
            {
                var header = challenge.IsBasic ? TokenClient.Basic(credential) : await token(challenge);
                if (header is null || _shown.Contains(header)) continue;
                _shown.Add(header);
                Answered = challenge;
                return header;
            }
            catch (RegistryException tokenServer)
            {
                failure = tokenServer;
            }
        }

        return failure is null ? null : throw failure;
    }

    /// <summary>A second token is asked for only when the registry wants it to allow more.</summary>
    private async Task<AuthenticationHeaderValue?> TokenAnewAsync(Challenge challenge, CancellationToken cancellationToken)
    {
        var union = TokenScopes.Union(_scopes, challenge.Scope);
        if (_hasAskedAnew && union.Count == _scopes.Count) return null;
        (_scopes, _hasAskedAnew) = (union, true);
        return await TokenAsync(challenge, _shown.FindLast(header => header.Scheme == "Bearer")?.Parameter, cancellationToken);
    }

    private async Task<AuthenticationHeaderValue?> TokenAsync(Challenge challenge, string? refused, CancellationToken cancellationToken)
    {
        if (credential?.RegistryToken is { Length: > 0 } given) return new AuthenticationHeaderValue("Bearer", given);
        var realm = TokenClient.RealmOf(connection, challenge, request.Operation);
        var key = new TokenKey(realm, challenge.Service, string.Join(' ', _scopes), TokenKey.OwnerOf(credential));
        var scopes = _scopes;
        var token = await tokens.GetAsync(
            key, refused, () => client.FetchAsync(connection, challenge, scopes, credential, request.Operation), cancellationToken);
        return token is null ? null : new AuthenticationHeaderValue("Bearer", token.Value);
    }
}
