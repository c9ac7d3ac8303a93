using System.Net.Http.Headers;
using ImageCloneOperator.Registry.Transport.Connections;
using ImageCloneOperator.Registry.Transport.Limits;

namespace ImageCloneOperator.Registry.Transport;

/// <summary>One request to a registry, as data that can be sent again.</summary>
internal sealed record RegistryRequest(HttpMethod Method, Uri Uri, RegistryOperation Operation)
{
    /// <summary>What a token must allow, most important first.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    public IReadOnlyList<string> Accept { get; init; } = [];

    public RangeHeaderValue? Range { get; init; }

    public Func<HttpContent>? Content { get; init; }

    /// <summary>Whether the body can be made twice. One that streams from elsewhere cannot.</summary>
    public bool CanReplay { get; init; } = true;

    /// <summary>Read the body whole, up to this many bytes, before the answer is given.</summary>
    public int? BodyLimit { get; init; }

    /// <summary>How long the answer may take to begin; a streamed body bounds itself.</summary>
    public TimeSpan? ResponseTimeout { get; init; }

    public RequestBudget Budget => Method == HttpMethod.Get || Method == HttpMethod.Head ? RequestBudget.Read : RequestBudget.Write;

    public HttpRequestMessage ToMessage(Uri uri, AuthenticationHeaderValue? authorization)
    {
        var message = new HttpRequestMessage(Method, uri) { Content = Content?.Invoke() };
        message.Headers.Authorization = authorization;
        message.Headers.Range = Range;
        message.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        foreach (var type in Accept) message.Headers.TryAddWithoutValidation("Accept", type);
        if (Method == HttpMethod.Post && message.Content is null) message.Content = new ByteArrayContent([]);
        UserAgent.AddTo(message);
        return message;
    }
}
