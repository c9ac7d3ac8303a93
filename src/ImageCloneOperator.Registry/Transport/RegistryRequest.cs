using System.Net.Http.Headers;
using ImageCloneOperator.Registry.Transport.Connections;
using ImageCloneOperator.Registry.Transport.Limits;

namespace ImageCloneOperator.Registry.Transport;

/// <summary>One request to a registry, as data that can be sent again.</summary>
internal sealed record RegistryRequest(HttpMethod Method, Uri Uri, RegistryOperation Operation)
{
    /// <summary>Scopes that a token must have, most important first.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    public IReadOnlyList<string> Accept { get; init; } = [];

    public RangeHeaderValue? Range { get; init; }

    public Func<HttpContent>? Content { get; init; }

    /// <summary>
    /// Whether the body is cheap to send again. One that streams from elsewhere is sent again only where a redirect asks for it.
    /// </summary>
    public bool CanReplay { get; init; } = true;

    /// <summary>Read the body whole, up to this many bytes, before the answer is given.</summary>
    public int? BodyLimit { get; init; }

    /// <summary>Bound on the time until the answer begins; a streamed body bounds itself.</summary>
    public TimeSpan? ResponseTimeout { get; init; }

    /// <summary>Ask before the body is sent, so that a refusal comes before the bytes.</summary>
    public bool ExpectsContinue { get; init; }

    /// <summary>Called each time right before it is sent, and keeps it from being sent by throwing.</summary>
    public Action? BeforeSend { get; init; }

    public bool IsRead => Method == HttpMethod.Get || Method == HttpMethod.Head;

    public RequestBudget Budget =>
        IsRead ? RequestBudget.Read
        : Uri.AbsolutePath.Contains("/manifests/", StringComparison.Ordinal) ? RequestBudget.ManifestWrite
        : RequestBudget.Write;

    public HttpRequestMessage ToMessage(Uri uri, AuthenticationHeaderValue? authorization, bool expectsContinue)
    {
        var message = new HttpRequestMessage(Method, uri) { Content = Content?.Invoke() };
        message.Headers.Authorization = authorization;
        message.Headers.Range = Range;
        if (expectsContinue) message.Headers.ExpectContinue = true;
        message.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        foreach (var type in Accept) message.Headers.TryAddWithoutValidation("Accept", type);
        if (Method == HttpMethod.Post && message.Content is null) message.Content = new ByteArrayContent([]);
        UserAgent.AddTo(message);
        return message;
    }
}
