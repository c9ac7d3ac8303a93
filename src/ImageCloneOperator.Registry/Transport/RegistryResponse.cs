using System.Net;
using ImageCloneOperator.Registry.Transport.Limits;

namespace ImageCloneOperator.Registry.Transport;

/// <summary>An answer; one whose body has not been read yet keeps the request's turn until it is disposed.</summary>
internal sealed class RegistryResponse(HttpResponseMessage message, GateLease lease, Uri uri, byte[] body) : IDisposable
{
    public HttpResponseMessage Message { get; } = message;

    /// <summary>The address that answered, after redirects; relative Locations are relative to it.</summary>
    public Uri Uri { get; } = uri;

    /// <summary>The body where it was asked for whole, and of every refusal.</summary>
    public byte[] Body { get; } = body;

    public HttpStatusCode Status => Message.StatusCode;

    public void WentWell() => lease.WentWell = true;

    public string? Header(string name)
    {
        if (Message.Headers.NonValidated.TryGetValues(name, out var values)) return values.ToString();
        return Message.Content.Headers.NonValidated.TryGetValues(name, out values) ? values.ToString() : null;
    }

    /// <summary>Nothing more is to be read.</summary>
    public void EndTurn() => lease.Dispose();

    public void Dispose()
    {
        Message.Dispose();
        lease.Dispose();
    }
}
