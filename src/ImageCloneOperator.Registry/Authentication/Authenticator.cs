using System.Net;
using System.Net.Http.Headers;
using ImageCloneOperator.Core.Credentials;
using ImageCloneOperator.Registry.Transport;
using ImageCloneOperator.Registry.Transport.Connections;
using ImageCloneOperator.Registry.Transport.Limits;

namespace ImageCloneOperator.Registry.Authentication;

/// <summary>Finds, for one repository and one owner of credentials, the header that the registry accepts.</summary>
internal sealed class Authenticator(
    HostConnection connection,
    Func<CancellationToken, ValueTask<IReadOnlyList<RegistryCredential>>> find,
    KnownChallenges challenges,
    TokenCache tokens,
    TokenClient client) : IRequestAuthenticator
{
    private volatile int _accepted;
    private IReadOnlyList<RegistryCredential>? _found;

    /// <summary>
    /// Sends with each credential in turn, from the one that served last, until one is not refused. The last refusal is returned as it is.
    /// </summary>
    public async Task<HttpResponseMessage> SendAsync(
        RegistryRequest request, Func<AuthenticationHeaderValue?, Task<HttpResponseMessage>> send, CancellationToken cancellationToken)
    {
        var candidates = await CandidatesAsync(request, cancellationToken);
        var first = Math.Min(_accepted, candidates.Count - 1);
        for (var tried = 1; ; tried++)
        {
            var index = (first + tried - 1) % candidates.Count;
            var response = await SendAsAsync(candidates[index], request, send, cancellationToken);
            if (response is { StatusCode: not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) })
            {
                _accepted = index;
                return response;
            }

            if (tried < candidates.Count && request.CanReplay)
            {
                response?.Dispose();
                continue;
            }

            return response ?? throw new RegistryException(RegistryErrorKind.Unauthorized, request.Operation, Refusal(candidates));
        }
    }

    private static string Refusal(IReadOnlyList<RegistryCredential?> candidates) => candidates.Count(c => c is not null) switch
    {
        0 => "the registry wants a credential and none is given",
        1 => "the credential was refused",
        var n => $"none of {n} credentials was accepted",
    };

    /// <summary>Anonymous reads come after all credentials; writes are never tried without one when one is given.</summary>
    private async ValueTask<IReadOnlyList<RegistryCredential?>> CandidatesAsync(
        RegistryRequest request, CancellationToken cancellationToken)
    {
        _found ??= await find(cancellationToken);
        IReadOnlyList<RegistryCredential?> candidates = _found;
        return _found.Count == 0 || request.Budget == RequestBudget.Read ? [.. candidates, null] : candidates;
    }

    private async Task<HttpResponseMessage?> SendAsAsync(
        RegistryCredential? credential,
        RegistryRequest request,
        Func<AuthenticationHeaderValue?, Task<HttpResponseMessage>> send,
        CancellationToken cancellationToken)
    {
        AuthenticationHeaderValue? header = null;
        var scopes = request.Scopes;
        if (challenges.Of(connection) is { } known)
        {
            header = await HeaderAsync(known, credential, scopes, refused: null, request, cancellationToken);
            if (header is null && credential is not null) return null;
        }

        var response = await send(header);
        for (var renewals = 0; response.StatusCode == HttpStatusCode.Unauthorized && renewals < 2; renewals++)
        {
            if (ChallengeOf(response) is not { } challenge) return response;
            challenges.Remember(connection, challenge);
            var union = TokenScopes.Union(scopes, challenge.Scope);
            if (renewals > 0 && union.Count == scopes.Count) return response;
            scopes = union;
            var refused = header?.Scheme == "Bearer" ? header.Parameter : null;
            var next = await HeaderAsync(challenge, credential, scopes, refused, request, cancellationToken);
            if (next is null || Equals(next, header)) return response;
            if (!request.CanReplay) return response;
            response.Dispose();
            header = next;
            response = await send(header);
        }

        return response;
    }

    private static Challenge? ChallengeOf(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("WWW-Authenticate", out var values) ? ChallengeParser.Choose(values) : null;

    private async Task<AuthenticationHeaderValue?> HeaderAsync(
        Challenge challenge,
        RegistryCredential? credential,
        IReadOnlyList<string> scopes,
        string? refused,
        RegistryRequest request,
        CancellationToken cancellationToken)
    {
        if (challenge.IsBasic) return TokenClient.Basic(credential);
        if (credential?.RegistryToken is { Length: > 0 } given) return new AuthenticationHeaderValue("Bearer", given);
        var realm = TokenClient.RealmOf(connection, challenge, request.Operation);
        var key = new TokenKey(realm, challenge.Service, string.Join(' ', scopes), credential);
        var token = await tokens.GetAsync(
            key, refused, () => client.FetchAsync(connection, challenge, scopes, credential, request.Operation), cancellationToken);
        return token is null ? null : new AuthenticationHeaderValue("Bearer", token.Value);
    }
}
