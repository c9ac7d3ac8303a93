using System.Net;
using System.Net.Http.Headers;
using ImageCloneOperator.Core.Network;
using ImageCloneOperator.Registry.Addresses;
using ImageCloneOperator.Registry.Transport.Connections;
using ImageCloneOperator.Registry.Transport.Limits;

namespace ImageCloneOperator.Registry.Transport;

/// <summary>
/// Sends requests for one repository: turn by turn, authenticated, redirected by hand, tried again where that makes sense.
/// </summary>
internal sealed class RequestSender(
    HostConnection connection,
    IRequestAuthenticator authenticator,
    RegistryClientOptions options,
    RetryPolicy retry,
    RequestCounter counter,
    TimeProvider time)
{
    private const int MaxRedirects = 5;
    private const int LargestRefusal = 64 * 1024;

    public HostConnection Connection { get; } = connection;

    /// <returns>Any answer that trying again would not change. A request that cannot be replayed is sent once.</returns>
    public async Task<RegistryResponse> SendAsync(RegistryRequest request, CancellationToken cancellationToken)
    {
        for (var budget = new RetryBudget(options, time); ;)
        {
            var limits = Connection.Limits.Of(await authenticator.AccountAsync(request, cancellationToken));
            var lease = await limits.EnterAsync(request.Budget, request.Operation, cancellationToken);
            RegistryResponse? response = null;
            try
            {
                response = await TrySendAsync(request, lease, cancellationToken);
                var again = Note(request, response, limits) && request.CanReplay && !AsksForLong(response) && budget.Spend(response.Status);
                // Who goes on to ask something else, of a host that bears one request at a time, must not wait for this one.
                if (!IsStreamed(request, response.Message)) response.EndTurn();
                if (!again)
                {
                    var answer = response;
                    response = null;
                    return answer;
                }
            }
            catch (HttpRequestException e) when (RefusedAddressException.IsIn(e))
            {
                throw Refused(request.Operation, e);
            }
            catch (Exception e) when (IsBreak(e, cancellationToken))
            {
                limits.Complained(request.Budget);
                if (!request.CanReplay || !budget.Spend(status: null)) throw Unreachable(request.Operation, e, options.Rules);
            }
            finally
            {
                response?.Dispose();
            }

            // After a refusal for the host's rate, the host's pace is what there is to wait for.
            if (response?.Status != HttpStatusCode.TooManyRequests) await retry.DelayAsync(budget.Failures, cancellationToken);
        }
    }

    public static RegistryException Refused(RegistryOperation operation, HttpRequestException cause) => new(
        RegistryErrorKind.RefusedAddress, operation, cause.InnerException!.Message, cause);

    public static RegistryException Unreachable(RegistryOperation operation, Exception cause, ConnectionRules rules)
    {
        var detail = cause is OperationCanceledException
            ? "the host did not answer in time"
            : $"the connection failed ({(cause.InnerException ?? cause).Message})";
        return rules.Withholds(operation.Host)
            ? Withheld(operation, detail)
            : new RegistryException(RegistryErrorKind.Unreachable, operation, detail, cause, AdviceOn(cause));
    }

    /// <summary>One sentence for whatever went wrong: neither ports nor what listens there are told from each other by it.</summary>
    public static RegistryException Withheld(RegistryOperation operation, string detail) =>
        new(RegistryErrorKind.Unreachable, operation, "the registry cannot be reached; the operator's log says why")
        {
            Withheld = UrlLogins.Remove(detail),
        };

    private static string? AdviceOn(Exception cause)
    {
        if (ProxyRefusal.IsOfTunnel(cause)) return ProxyRefusal.Advice;
        return SpeaksNoTls(cause) ? "If the registry speaks plain HTTP, say so (in a policy plainHttp, for copy --plain-http)." : null;
    }

    /// <summary>TLS failed, and not for the host's certificate.</summary>
    private static bool SpeaksNoTls(Exception cause) =>
        cause is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }
        && !cause.GetBaseException().Message.Contains("certificate", StringComparison.Ordinal);

    public static bool IsBreak(Exception e, CancellationToken cancellationToken) =>
        (e is HttpRequestException && !RefusedAddressException.IsIn(e))
        || e is IOException
        || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private async Task<RegistryResponse> TrySendAsync(RegistryRequest request, GateLease lease, CancellationToken cancellationToken)
    {
        try
        {
            var uri = request.Uri;
            var message = await SendToAsync(request, uri, cancellationToken);
            for (var hops = 0; RedirectOf(request, message, uri, hops) is { } next; hops++)
            {
                message.Dispose();
                uri = next;
                message = await SendToAsync(request, uri, cancellationToken);
            }

            return new RegistryResponse(message, lease, uri, await ReadBodyAsync(request, message, cancellationToken));
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    /// <summary>No other host than the registry's own is shown a credential.</summary>
    private Task<HttpResponseMessage> SendToAsync(RegistryRequest request, Uri uri, CancellationToken cancellationToken) =>
        Connection.IsOwn(uri)
            ? authenticator.SendAsync(request, header => SendOnceAsync(request, uri, header, cancellationToken), cancellationToken)
            : SendOnceAsync(request, uri, null, cancellationToken);

    private async Task<byte[]> ReadBodyAsync(RegistryRequest request, HttpResponseMessage message, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Head || IsStreamed(request, message)) return [];
        using var bound = new TimeBound(options.ResponseTimeout, time, cancellationToken);
        return message.IsSuccessStatusCode
            ? await BoundedBody.ReadAsync(message, request.BodyLimit!.Value, request.Operation, bound.Token)
            : await BoundedBody.ReadStartAsync(message, LargestRefusal, bound.Token);
    }

    private static bool IsStreamed(RegistryRequest request, HttpResponseMessage message) =>
        request.Method != HttpMethod.Head && message.IsSuccessStatusCode && request.BodyLimit is null;

    private Uri? RedirectOf(RegistryRequest request, HttpResponseMessage message, Uri from, int hops)
    {
        if ((int)message.StatusCode is not (301 or 302 or 303 or 307 or 308) || message.Headers.Location is not { } location) return null;
        if (!request.IsRead && (int)message.StatusCode is not (307 or 308)) return null;
        if (!Uri.TryCreate(from, location, out var to))
        {
            throw new RegistryException(
                RegistryErrorKind.Unsupported, request.Operation, "the registry redirects to something that is no URL");
        }

        if (hops >= MaxRedirects)
            throw new RegistryException(RegistryErrorKind.Unsupported, request.Operation, $"more than {MaxRedirects} redirects");
        return RedirectPolicy.Follow(from, to, request.Operation, Connection.AllowsHttpStorage);
    }

    private async Task<HttpResponseMessage> SendOnceAsync(
        RegistryRequest request, Uri uri, AuthenticationHeaderValue? authorization, CancellationToken cancellationToken)
    {
        request.BeforeSend?.Invoke();
        counter.Count();
        var expects = request.ExpectsContinue && !Connection.Traits.RefusesExpectations;
        using var message = request.ToMessage(uri, authorization, expects);
        using var bound = new TimeBound(request.ResponseTimeout ?? options.ResponseTimeout, time, cancellationToken);
        var response = await Connection.For(uri).SendAsync(message, bound.Token);
        if (ProxyRefusal.Of(response, options.Proxy, uri, request.Operation) is { } refused)
        {
            response.Dispose();
            throw refused;
        }

        if (response.StatusCode != HttpStatusCode.ExpectationFailed || !expects) return response;
        response.Dispose();
        Connection.Traits.RefusesExpectations = true;
        return await SendOnceAsync(request, uri, authorization, cancellationToken);
    }

    /// <summary>The failure then has the registry's own word, which may go beyond the host's pause.</summary>
    private bool AsksForLong(RegistryResponse response)
    {
        var now = time.GetUtcNow();
        return response.Status == HttpStatusCode.TooManyRequests && RateLimits.RetryAt(response.Message, now) - now > options.LongestWait;
    }

    /// <returns>Whether the answer calls for another try.</returns>
    private bool Note(RegistryRequest request, RegistryResponse response, HostLimits limits)
    {
        if (RateLimits.PauseUntil(response.Message, time.GetUtcNow()) is { } until) limits.PauseUntil(until);
        if (response.Status == HttpStatusCode.TooManyRequests) limits.Refused(request.Budget);
        if (RetryPolicy.IsComplaint(response.Status)) limits.Complained(request.Budget);
        if (RetryPolicy.IsTransient(response.Status)) return true;
        limits.Served(request.Budget);
        response.WentWell();
        return false;
    }
}
