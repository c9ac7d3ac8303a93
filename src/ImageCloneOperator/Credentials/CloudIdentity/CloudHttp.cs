using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Network;

namespace ImageCloneOperator.Credentials.CloudIdentity;

/// <summary>
/// Talks to the endpoints of clouds, which nothing else here does: those on link-local addresses are asked without a proxy, and no answer
/// leads elsewhere.
/// </summary>
internal sealed class CloudHttp : IDisposable
{
    private const int MaxBytes = 256 << 10;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    /// <summary>A machine's metadata server is near, or not there.</summary>
    private static readonly TimeSpan MetadataBound = TimeSpan.FromSeconds(2);

    private readonly HttpClient _internet = Client(useProxy: true);
    private readonly HttpClient _machine = Client(useProxy: false);

    /// <summary>Asks a service on the internet.</summary>
    /// <exception cref="CloudIdentityException">It does not answer, or refuses.</exception>
    public Task<string> AskAsync(string what, HttpRequestMessage request, CancellationToken cancellationToken) =>
        SendAsync(_internet, Bound, what, request, cancellationToken);

    /// <summary>Asks what is on this machine, by a link-local address or on loopback.</summary>
    /// <param name="what">It, for people.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="isIts">Tells its answers from others'; without it, it must be there.</param>
    /// <exception cref="CloudIdentityException">It refuses, or is not there.</exception>
    public Task<string> AskMachineAsync(
        string what, HttpRequestMessage request, CancellationToken cancellationToken, Func<HttpResponseMessage, bool>? isIts = null) =>
        SendAsync(_machine, MetadataBound, what, request, cancellationToken, isIts);

    /// <exception cref="CloudIdentityException">It is not what was asked for.</exception>
    public static T Read<T>(string what, string json, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw new CloudIdentityException($"{what} sent an answer that is empty");
        }
        catch (JsonException)
        {
            // Its message may quote the answer.
            throw new CloudIdentityException($"{what} sent an answer that cannot be read");
        }
    }

    public void Dispose()
    {
        _internet.Dispose();
        _machine.Dispose();
    }

    private static HttpClient Client(bool useProxy) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        UseProxy = useProxy,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = MaxBytes,
    };

    private static async Task<string> SendAsync(
        HttpClient http,
        TimeSpan limit,
        string what,
        HttpRequestMessage request,
        CancellationToken cancellationToken,
        Func<HttpResponseMessage, bool>? isIts = null)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(limit);
        try
        {
            using var response = await http.SendAsync(request, bound.Token);
            if (isIts?.Invoke(response) is false) throw new CloudIdentityException($"{what} is not there") { IsAbsent = true };
            var content = await response.Content.ReadAsStringAsync(bound.Token);
            return response.IsSuccessStatusCode
                ? content
                : throw new CloudIdentityException($"{what} answered {(int)response.StatusCode}{Words(content)}")
                {
                    Status = response.StatusCode,
                    Code = CodeOf(content),
                };
        }
        catch (HttpRequestException failed)
        {
            throw new CloudIdentityException($"{what} does not answer: {failed.Message}", failed) { IsAbsent = isIts is not null };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CloudIdentityException($"{what} did not answer within {limit.TotalSeconds} s") { IsAbsent = isIts is not null };
        }
    }

    /// <summary>
    /// AWS writes <c>com.amazonaws.ecr#</c> before it in some protocols (https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html).
    /// </summary>
    private static string? CodeOf(string content)
    {
        try
        {
            var error = JsonSerializer.Deserialize(content, CloudJsonContext.Default.CloudError);
            return error?.Type is { } type ? type[(type.LastIndexOf('#') + 1)..] : error?.Error;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The cloud's own, on one line.</summary>
    private static string Words(string content) =>
        content.Length == 0 ? "" : $": {ShortText.Of(UrlLogins.Remove(ShortText.OneLine(content)))}";
}
