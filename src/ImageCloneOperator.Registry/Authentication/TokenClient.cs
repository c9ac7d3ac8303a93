using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ImageCloneOperator.Core.Credentials;
using ImageCloneOperator.Registry.Transport;
using ImageCloneOperator.Registry.Transport.Connections;
using ImageCloneOperator.Registry.Transport.Limits;

namespace ImageCloneOperator.Registry.Authentication;

/// <summary>Asks token servers (distribution, token and OAuth2 specifications).</summary>
internal sealed class TokenClient(RegistryClientOptions options, RetryPolicy retry, TimeProvider time)
{
    private const string ClientId = "image-clone-operator";
    private const int LargestAnswer = 1 << 20;
    private const int MaxRedirects = 5;

    /// <returns>None when the server refuses the credential.</returns>
    /// <exception cref="RegistryException">The server cannot be reached, asks to wait, or answers without a token.</exception>
    public async Task<BearerToken?> FetchAsync(
        HostConnection connection,
        Challenge challenge,
        IReadOnlyList<string> scopes,
        RegistryCredential? credential,
        RegistryOperation operation)
    {
        var realm = RealmOf(connection, challenge, operation);
        var isRefresh = credential?.IdentityToken is { Length: > 0 };
        var answer = await SendAsync(
            connection, isRefresh ? Post(realm, challenge, scopes, credential!) : Get(realm, challenge, scopes, credential), operation);
        if (answer.Status is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed && credential is not null)
        {
            answer = await SendAsync(
                connection, isRefresh ? Get(realm, challenge, scopes, credential) : Post(realm, challenge, scopes, credential), operation);
        }

        if (answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.BadRequest
            or HttpStatusCode.NotFound)
        {
            return null;
        }

        return Read(answer.Body) ?? throw WithoutToken(realm, answer, operation);
    }

    public static Uri RealmOf(HostConnection connection, Challenge challenge, RegistryOperation operation) =>
        Uri.TryCreate(connection.Root, challenge.Realm, out var realm)
            ? RedirectPolicy.FollowRealm(connection.Root, realm, operation)
            : throw new RegistryException(RegistryErrorKind.Unsupported, operation, "the registry names a token realm that is no URL");

    public static AuthenticationHeaderValue? Basic(RegistryCredential? credential) => credential?.Username is { Length: > 0 } name
        ? new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{credential.Password}")))
        : null;

    private BearerToken? Read(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, TokenJson.Default.TokenResponse)?.ToBearer(time.GetUtcNow());
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static RegistryException WithoutToken(Uri realm, Answer answer, RegistryOperation operation) => (int)answer.Status switch
    {
        429 => new(RegistryErrorKind.RateLimited, operation, $"the token server {realm.Host} refuses so many requests")
        {
            RetryAt = answer.RetryAt,
        },
        >= 500 => new(RegistryErrorKind.Unreachable, operation, $"the token server {realm.Host} answered {(int)answer.Status}"),
        _ => new(RegistryErrorKind.Unauthorized, operation, $"the token server {realm.Host} answered {(int)answer.Status} without a token"),
    };

    private static TokenRequest Get(Uri realm, Challenge challenge, IReadOnlyList<string> scopes, RegistryCredential? credential)
    {
        var query = new StringBuilder(realm.Query.TrimStart('?'));
        void Add(string name, string value) =>
            query.Append(query.Length == 0 ? "" : "&").Append(name).Append('=').Append(Uri.EscapeDataString(value));
        if (challenge.Service.Length > 0) Add("service", challenge.Service);
        foreach (var scope in scopes) Add("scope", scope);
        if (credential?.Username is { Length: > 0 } account) Add("account", account);
        Add("client_id", ClientId);
        return new TokenRequest(new UriBuilder(realm) { Query = query.ToString() }.Uri, Basic(credential), Form: null);
    }

    private static TokenRequest Post(Uri realm, Challenge challenge, IReadOnlyList<string> scopes, RegistryCredential credential)
    {
        List<KeyValuePair<string, string>> form =
        [
            new("client_id", ClientId),
            new("service", challenge.Service),
            new("scope", string.Join(' ', scopes)),
        ];
        if (credential.IdentityToken is { Length: > 0 } refresh)
            form.AddRange([new("grant_type", "refresh_token"), new("refresh_token", refresh)]);
        else
        {
            form.AddRange(
                [new("grant_type", "password"), new("username", credential.Username ?? ""), new("password", credential.Password ?? "")]);
        }

        return new TokenRequest(realm, Authorization: null, form);
    }

    private async Task<Answer> SendAsync(HostConnection connection, TokenRequest request, RegistryOperation operation)
    {
        for (var budget = new RetryBudget(options, time); ;)
        {
            DateTimeOffset? retryAt = null;
            try
            {
                var answer = await TrySendAsync(connection, request, operation);
                if (!RetryPolicy.IsTransient(answer.Status) || !budget.Spend(answer.Status)) return answer;
                if (answer.RetryAt - time.GetUtcNow() > options.LongestWait) return answer;
                retryAt = answer.RetryAt;
            }
            catch (Exception e) when (RequestSender.IsBreak(e, CancellationToken.None))
            {
                if (!budget.Spend(status: null))
                {
                    var why = $"the token server {request.Uri.Host} cannot be reached ({(e.InnerException ?? e).Message})";
                    throw options.Rules.Withholds(operation.Host)
                        ? RequestSender.Withheld(operation, why)
                        : new RegistryException(RegistryErrorKind.Unreachable, operation, why, e);
                }
            }

            if (retryAt is { } until && until > time.GetUtcNow()) await Task.Delay(until - time.GetUtcNow(), time);
            else await retry.DelayAsync(budget.Failures + 1, CancellationToken.None);
        }
    }

    /// <summary>Follows redirects. Nobody but the token server itself is shown the credential.</summary>
    private async Task<Answer> TrySendAsync(HostConnection connection, TokenRequest request, RegistryOperation operation)
    {
        using var bound = new CancellationTokenSource(options.ResponseTimeout, time);
        for (var hops = 0; ; hops++)
        {
            using var message = request.ToMessage();
            using var response = await connection.For(request.Uri).SendAsync(message, bound.Token);
            if (hops < MaxRedirects && RedirectOf(request, response, operation) is { } next)
            {
                request = next;
                continue;
            }

            var body = await BoundedBody.ReadAsync(response, LargestAnswer, operation, bound.Token);
            return new Answer(response.StatusCode, body, RateLimits.RetryAt(response, time.GetUtcNow()));
        }
    }

    private static TokenRequest? RedirectOf(TokenRequest request, HttpResponseMessage response, RegistryOperation operation)
    {
        if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location) return null;
        if (!Uri.TryCreate(request.Uri, location, out var to)) return null;
        var next = RedirectPolicy.Follow(request.Uri, to, operation, allowsHttp: false);
        if (KeepsCredential(request.Uri, next)) return request with { Uri = next };
        // A form is the credential: without it there is nothing to ask.
        return request.Form is null ? request with { Uri = next, Authorization = null } : null;
    }

    private static bool KeepsCredential(Uri from, Uri to) =>
        HostName.IsSameOrigin(from, to) || (RedirectPolicy.IsSameHost(from, to) && from.Scheme == "http" && to.Scheme == "https");

    private sealed record Answer(HttpStatusCode Status, byte[] Body, DateTimeOffset? RetryAt);
}
