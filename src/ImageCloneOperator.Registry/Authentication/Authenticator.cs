using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using ImageCloneOperator.Core.Credentials;
using ImageCloneOperator.Registry.Transport;
using ImageCloneOperator.Registry.Transport.Connections;

namespace ImageCloneOperator.Registry.Authentication;

/// <summary>Finds, for one repository and one owner of credentials, the header that the registry accepts.</summary>
internal sealed class Authenticator(
    HostConnection connection,
    ICredentialProvider credentials,
    string registry,
    string repository,
    HostChallenges challenges,
    TokenCache tokens,
    TokenClient client) : IRequestAuthenticator
{
    private volatile int _accepted;
    private volatile IReadOnlyList<RegistryCredential>? _found;

    public async ValueTask<string?> AccountAsync(RegistryRequest request, CancellationToken cancellationToken)
    {
        var candidates = Candidates(_found ??= await credentials.GetAsync(registry, repository, cancellationToken), request);
        return candidates[Math.Min(_accepted, candidates.Length - 1)] is { } credential ? credential.Username ?? "" : null;
    }

    /// <summary>
    /// Sends with each credential in turn, from the one that served last, until one is not refused, and once more with others where those
    /// have ended. The last refusal is returned as it is.
    /// </summary>
    public async Task<HttpResponseMessage> SendAsync(
        RegistryRequest request, Func<AuthenticationHeaderValue?, Task<HttpResponseMessage>> send, CancellationToken cancellationToken)
    {
        // What is sent only once must not begin with a credential that was found long ago.
        var found = !request.CanReplay || _found is null
            ? _found = await credentials.GetAsync(registry, repository, cancellationToken)
            : _found;
        var response = await TryEachAsync(found, request, send, cancellationToken);
        if (IsRefused(response) && request.CanReplay)
        {
            var renewed = await credentials.RenewAsync(registry, repository, found, cancellationToken);
            if (!renewed.SequenceEqual(found))
            {
                response?.Dispose();
                _found = found = renewed;
                response = await TryEachAsync(found, request, send, cancellationToken);
            }
        }

        if (response is not null && (!IsRefused(response) || UnusableCredential(found) is null)) return response;
        response?.Dispose();
        throw new RegistryException(RegistryErrorKind.Unauthorized, request.Operation, UnusableCredential(found) ?? Refusal(found));
    }

    /// <returns>The first answer that is no refusal, else the last one; null where no credential could be shown.</returns>
    private async Task<HttpResponseMessage?> TryEachAsync(
        IReadOnlyList<RegistryCredential> found,
        RegistryRequest request,
        Func<AuthenticationHeaderValue?, Task<HttpResponseMessage>> send,
        CancellationToken cancellationToken)
    {
        var candidates = Candidates(found, request);
        var first = Math.Min(_accepted, candidates.Length - 1);
        for (var tried = 1; ; tried++)
        {
            var index = (first + tried - 1) % candidates.Length;
            var response = await SendAsAsync(candidates[index], request, send, cancellationToken);
            if (!IsRefused(response))
            {
                _accepted = index;
                return response;
            }

            if (tried == candidates.Length || !request.CanReplay) return response;
            response?.Dispose();
        }
    }

    private static bool IsRefused([NotNullWhen(false)] HttpResponseMessage? response) => response is null || IsRefusal(response.StatusCode);

    private static bool IsRefusal(HttpStatusCode status) => status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;

    private static string Refusal(IReadOnlyList<RegistryCredential> found) => found.Count(credential => credential.Problem is null) switch
    {
        0 => "the registry wants a credential and none is given",
        1 => "the credential was refused",
        var n => $"none of {n} credentials was accepted",
    };

    /// <summary>The problem to tell where every credential that was found is unusable.</summary>
    private static string? UnusableCredential(IReadOnlyList<RegistryCredential> found) =>
        found is [{ Problem: { } problem }, ..] && found.All(credential => credential.Problem is not null)
            ? $"the registry wants a credential, and the one that is given cannot be used: {problem}"
            : null;

    /// <summary>Anonymous reads come after all credentials; writes are never tried without one when one is given.</summary>
    private static RegistryCredential?[] Candidates(IReadOnlyList<RegistryCredential> found, RegistryRequest request)
    {
        RegistryCredential?[] candidates = [.. found.Where(credential => credential.Problem is null)];
        return candidates.Length == 0 || request.IsRead ? [.. candidates, null] : candidates;
    }

    private async Task<HttpResponseMessage?> SendAsAsync(
        RegistryCredential? credential,
        RegistryRequest request,
        Func<AuthenticationHeaderValue?, Task<HttpResponseMessage>> send,
        CancellationToken cancellationToken)
    {
        var exchange = new ChallengeExchange(connection, credential, request, tokens, client);
        var known = challenges.Of(connection);
        var header = await exchange.BeginAsync(known, cancellationToken);
        if (header is null && known.Count > 0 && credential is not null) return null;

        var response = await send(header);
        while (await OfferedAsync(response, header is null && credential is not null, cancellationToken) is { Count: > 0 } offered)
        {
            challenges.Remember(connection, offered);
            if (await exchange.ContinueAsync(offered, cancellationToken) is not { } next || !request.CanReplay) return response;
            response.Dispose();
            header = next;
            response = await send(header);
        }

        if (exchange.Answered is { } answered && response.IsSuccessStatusCode) challenges.Prefer(connection, answered);
        return response;
    }

    /// <param name="response">What the registry answered.</param>
    /// <param name="isHeldBack">A credential is known and has not been shown yet.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>
    /// What the registry asks for. One that hides what is private may not ask, or answer 404 or 403 instead: then its root is asked.
    /// </returns>
    private async ValueTask<IReadOnlyList<Challenge>> OfferedAsync(
        HttpResponseMessage response, bool isHeldBack, CancellationToken cancellationToken)
    {
        if (!IsRefusal(response.StatusCode) && response.StatusCode != HttpStatusCode.NotFound) return [];
        if (!isHeldBack && response.StatusCode != HttpStatusCode.Unauthorized) return [];
        var offered = ChallengeParser.Read(response);
        return offered.Count > 0 || !isHeldBack ? offered : await challenges.AskAsync(connection, cancellationToken);
    }
}
