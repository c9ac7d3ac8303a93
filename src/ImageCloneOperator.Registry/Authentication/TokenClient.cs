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

    /// <returns>None when the server refuses the credential.</returns>
    public async Task<BearerToken?> FetchAsync(
        HostConnection connection,
        Challenge challenge,
        IReadOnlyList<string> scopes,
        RegistryCredential? credential,
        RegistryOperation operation)
    {
        var realm = RealmOf(connection, challenge, operation);
        var first = credential?.IdentityToken is { Length: > 0 }
            ? Post(realm, challenge, scopes, credential)
            : Get(realm, challenge, scopes, credential);
        var (status, body) = await SendAsync(connection, first, operation);
        if (status is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed && credential is not null)
        {
            var other = credential.IdentityToken is { Length: > 0 }
                ? Get(realm, challenge, scopes, credential)
                : Post(realm, challenge, scopes, credential);
            (status, body) = await SendAsync(connection, other, operation);
        }

        if (status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.BadRequest or HttpStatusCode.NotFound)
            return null;
        return Read(body) ?? throw new RegistryException(
            RegistryErrorKind.Unauthorized, operation, $"the token server {realm.Host} answered {(int)status} without a token");
    }

    public static Uri RealmOf(HostConnection connection, Challenge challenge, RegistryOperation operation)
    {
        if (!Uri.TryCreate(connection.Root, challenge.Realm, out var realm))
            throw new RegistryException(RegistryErrorKind.Unsupported, operation, "the registry names a token realm that is no URL");
        RedirectPolicy.CheckRealm(connection.Root, realm, operation);
        return realm;
    }

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

    private static Func<HttpRequestMessage> Get(
        Uri realm, Challenge challenge, IReadOnlyList<string> scopes, RegistryCredential? credential)
    {
        var query = new StringBuilder(realm.Query.TrimStart('?'));
        void Add(string name, string value) =>
            query.Append(query.Length == 0 ? "" : "&").Append(name).Append('=').Append(Uri.EscapeDataString(value));
        if (challenge.Service.Length > 0) Add("service", challenge.Service);
        foreach (var scope in scopes) Add("scope", scope);
        if (credential?.Username is { Length: > 0 } account) Add("account", account);
        Add("client_id", ClientId);
        var uri = new UriBuilder(realm) { Query = query.ToString() }.Uri;
        return () => new HttpRequestMessage(HttpMethod.Get, uri) { Headers = { Authorization = Basic(credential) } };
    }

    private static Func<HttpRequestMessage> Post(
        Uri realm, Challenge challenge, IReadOnlyList<string> scopes, RegistryCredential credential)
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

        return () => new HttpRequestMessage(HttpMethod.Post, realm) { Content = new FormUrlEncodedContent(form) };
    }

    public static AuthenticationHeaderValue? Basic(RegistryCredential? credential) => credential?.Username is { Length: > 0 } name
        ? new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{credential.Password}")))
        : null;

    private async Task<(HttpStatusCode Status, byte[] Body)> SendAsync(
        HostConnection connection, Func<HttpRequestMessage> create, RegistryOperation operation)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var bound = new CancellationTokenSource(options.ResponseTimeout, time);
            try
            {
                using var request = create();
                UserAgent.AddTo(request);
                using var response = await connection.For(request.RequestUri!).SendAsync(request, bound.Token);
                if (!RetryPolicy.IsTransient(response.StatusCode) || attempt >= options.MaxAttempts)
                    return (response.StatusCode, await BoundedBody.ReadAsync(response, LargestAnswer, operation, bound.Token));
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
            {
                if (attempt >= options.MaxAttempts)
                {
                    throw new RegistryException(
                        RegistryErrorKind.Unreachable,
                        operation,
                        $"the token server {create().RequestUri!.Host} cannot be reached ({e.Message})",
                        e);
                }
            }

            await retry.DelayAsync(attempt, CancellationToken.None);
        }
    }
}
